/** Which columns of a table are shown, in which order, how wide, and which stay in place when it scrolls sideways. */

/** What was changed of one column. */
export interface ColumnLayout {
  readonly id: string;
  /** Pixels. */
  readonly width?: number;
  readonly isHidden?: boolean;
}

/** Columns in order. Those that are not named come after, as they are by default, so new ones are never lost. */
export interface Layout {
  readonly columns: readonly ColumnLayout[];
  /** How many of the first visible columns stay in view. */
  readonly frozen: number;
}

export const plainLayout: Layout = { columns: [], frozen: 1 };
export const narrowest = 44;
export const widest = 800;

export interface Placed<Column> {
  readonly column: Column;
  readonly width: number;
}

interface Laid {
  readonly id: string;
  readonly width: number;
  readonly isHidden?: boolean;
}

/** The columns to show, in order. @param isShown further conditions, such as "only what differs" */
export function placeColumns<Column extends Laid>(
  columns: readonly Column[],
  layout: Layout,
  isShown: (column: Column) => boolean = () => true,
): readonly Placed<Column>[] {
  return inOrder(columns, layout)
    .filter((column) => !isHidden(column, layout) && isShown(column))
    .map((column) => ({ column, width: changesOf(layout, column.id)?.width ?? column.width }));
}

/** All columns in order, also the hidden ones: as a list to choose from shows them. */
export function inOrder<Column extends Laid>(
  columns: readonly Column[],
  { columns: named }: Layout,
): readonly Column[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const first = named.flatMap(({ id }) => byId.get(id) ?? []);
  if (first.length === 0) return columns;
  const isNamed = new Set(first);
  // a column that is not named follows the one that it follows by default
  const order = [...first];
  columns.forEach((column, index) => {
    if (isNamed.has(column)) return;
    const before = index === 0 ? -1 : order.indexOf(columns[index - 1]!);
    order.splice(before + 1, 0, column);
  });
  return order;
}

export function isHidden(column: Laid, layout: Layout): boolean {
  return changesOf(layout, column.id)?.isHidden ?? column.isHidden ?? false;
}

/** Puts a column before another one, or last. */
export function moveColumn(columns: readonly Laid[], layout: Layout, id: string, before: string | null): Layout {
  if (id === before) return layout;
  const order = inOrder(columns, layout).map((column) => column.id);
  const rest = order.filter((other) => other !== id);
  const place = before === null ? rest.length : rest.indexOf(before);
  if (place < 0) return layout;
  rest.splice(place, 0, id);
  return { ...layout, columns: rest.map((one) => changesOf(layout, one) ?? { id: one }) };
}

/** Moves a column past the next visible one to its left or right. */
export function shiftColumn(columns: readonly Laid[], layout: Layout, id: string, by: -1 | 1): Layout {
  const shown = placeColumns(columns, layout).map(({ column }) => column.id);
  const here = shown.indexOf(id);
  const to = here + by;
  if (here < 0 || to < 0 || to >= shown.length) return layout;
  return moveColumn(columns, layout, id, by < 0 ? shown[to]! : (shown[to + 1] ?? null));
}

export function resizeColumn(columns: readonly Laid[], layout: Layout, id: string, width: number): Layout {
  return change(columns, layout, id, { width: Math.round(Math.min(widest, Math.max(narrowest, width))) });
}

export function hideColumn(columns: readonly Laid[], layout: Layout, id: string, isHidden: boolean): Layout {
  return change(columns, layout, id, { isHidden });
}

function change(columns: readonly Laid[], layout: Layout, id: string, to: Omit<ColumnLayout, 'id'>): Layout {
  const order = inOrder(columns, layout);
  const named = order.map((column) => changesOf(layout, column.id) ?? { id: column.id });
  return { ...layout, columns: named.map((one) => (one.id === id ? { ...one, ...to } : one)) };
}

function changesOf(layout: Layout, id: string): ColumnLayout | undefined {
  return layout.columns.find((one) => one.id === id);
}
