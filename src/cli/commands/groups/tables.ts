/** Groups as the terminal shows them. */
import { absent, formatBytes, formatCount, formatNumber } from '#base/format';
import type { DocumentLengths, GroupSummary, RejectedFile } from '#contract/api';
import { columns, facts } from '../../tables.ts';

export function groupTable(all: readonly GroupSummary[]): string {
  return columns(
    ['Group', 'documents', 'bytes', 'duplicates', 'rejected', 'tokens', 'train', 'val', 'test', 'bits per byte'],
    all.map((group) => [
      group.isEnabled ? group.name : `${group.name} (off)`,
      formatCount(group.documents),
      formatBytes(group.bytes),
      formatCount(group.duplicates),
      formatCount(group.rejectedFiles),
      group.tokenized.at(-1)?.tokenizer ?? absent,
      ...[group.splits.train, group.splits.val, group.splits.test].map(({ tokens, bytes }) =>
        tokens === null ? formatBytes(bytes) : formatCount(tokens),
      ),
      group.unigramBitsPerByte === null ? absent : formatNumber(group.unigramBitsPerByte, 3),
    ]),
  );
}

export function groupText(group: GroupSummary, lengths: DocumentLengths, rejected: readonly RejectedFile[]): string {
  const about = facts([
    ['Source', group.source.paths.join(', ')],
    ['Reader', group.source.reader],
    ['Licence', group.licence || absent],
    ['Version', group.version ?? absent],
    ['Document', `${sizes(lengths)} (5, 25, 50, 75 and 95 % of the documents are no longer)`],
    ...(group.isEnabled ? [] : [['State', 'switched off'] as const]),
    ...(group.sameTextAs.length > 0 ? [['Same text as', group.sameTextAs.join(', ')] as const] : []),
  ]);
  const unread = rejected.map(({ file, reason }) => `  ${file}: ${reason}`);
  return [groupTable([group]), about, ...(unread.length > 0 ? [`Not read:\n${unread.join('\n')}`] : [])].join('\n\n');
}

function sizes({ p5, p25, median, p75, p95 }: DocumentLengths): string {
  return [p5, p25, median, p75, p95].map(formatBytes).join(', ');
}
