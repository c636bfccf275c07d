/** Cells of the comparison on the clipboard: numbers in full for spreadsheets, as they are shown for texts. */
import { formatCount } from '#base/format';
import { textTableOf } from '#base/table/table';
import { textFormats, writeText, type TextFormat } from '#base/table/text';
import type { Block } from '../../parts/grid/grid.ts';
import type { Workbench } from '../workbench.svelte.ts';
import type { Board, BoardRow } from './board.svelte.ts';

type Clipboard = Pick<Workbench, 'notices' | 'shell'>;

/** All rows and columns that are shown, with their header. */
export async function copyTable(board: Board, format: TextFormat, clipboard: Clipboard): Promise<void> {
  const rows = [...board.pinned, ...board.rows];
  if (board.mode === 'runs')
    await board.runs.whole(board.columns.map(({ column: { id } }) => ({ id, at: board.view.readAt[id] ?? 'last' })));
  await copyRows(board, rows, { left: 0, right: board.columns.length - 1 }, format, true, clipboard);
}

/** A block of cells; for spreadsheets without a header, so that it can be pasted among others. */
export async function copyBlock(board: Board, block: Block, format: TextFormat, clipboard: Clipboard): Promise<void> {
  const rows = [...board.pinned, ...board.rows].slice(block.top, block.bottom + 1);
  await copyRows(board, rows, block, format, format === 'md' || format === 'tex', clipboard);
}

async function copyRows(
  board: Board,
  rows: readonly BoardRow[],
  { left, right }: { readonly left: number; readonly right: number },
  format: TextFormat,
  hasHeader: boolean,
  { notices, shell }: Clipboard,
): Promise<void> {
  const { table } = board;
  if (!table || rows.length === 0) return;
  const columns = board.columns.slice(left, right + 1).map(({ column }) => column);
  const text = textTableOf(table, rows, columns, format === 'md' || format === 'tex' ? 'shown' : 'full');
  const written = writeText(hasHeader ? text : { ...text, header: [] }, format);
  const isOne = rows.length === 1 && columns.length === 1 && !hasHeader;
  await notices.attempt(async () => {
    await shell.call.copyText(isOne ? written.trimEnd() : written);
    const title = textFormats.find(({ id }) => id === format)!.title;
    notices.tell(
      isOne
        ? `Copied ${written.trimEnd()}.`
        : `Copied ${formatCount(rows.length)} row${rows.length === 1 ? '' : 's'} of ${formatCount(columns.length)} as ${title}.`,
    );
  });
}
