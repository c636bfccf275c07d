/** Where the boxes of a pipeline stand: a row per method, a column per thing that must be done before. */

/** One thing to be done, with what must be done before it. */
export interface PipelineNode {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly kind: 'learning' | 'mixture' | 'final';
  /** Indexes of the methods that use it. */
  readonly methods: readonly number[];
  readonly steps: number;
  readonly after: readonly string[];
}

export interface PlacedNode extends PipelineNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Share of the dearest box's steps. */
  readonly share: number;
}

export interface Pipeline {
  readonly nodes: readonly PlacedNode[];
  /** Paths from box to box. */
  readonly edges: readonly { readonly id: string; readonly path: string }[];
  readonly height: number;
}

export const boxHeight = 46;
export const rowHeight = 58;
const columnGap = 26;
const widestBox = 190;

/**
 * Boxes that several methods share stand in the row of the first. Final runs stand in the last column, so that they
 * line up.
 *
 * @param left room for the names of the rows
 */
export function placed(nodes: readonly PipelineNode[], width: number, left: number): Pipeline {
  const columns = columnsOf(nodes);
  const count = Math.max(1, ...columns.values()) + (columns.size > 0 ? 1 : 0);
  const pitch = (width - left + columnGap) / count;
  const boxWidth = Math.min(widestBox, pitch - columnGap);
  const most = Math.max(1, ...nodes.map(({ steps }) => steps));
  const all = nodes.map((node): PlacedNode => {
    const row = Math.min(...node.methods);
    const x = left + columns.get(node.id)! * pitch;
    return { ...node, x, y: row * rowHeight, width: boxWidth, share: node.steps / most };
  });
  const byId = new Map(all.map((node) => [node.id, node]));
  const edges = all.flatMap((node) =>
    node.after.map((id) => ({ id: `${id} ${node.id}`, path: pathBetween(byId.get(id)!, node) })),
  );
  const rows = Math.max(0, ...nodes.flatMap(({ methods }) => methods)) + 1;
  return { nodes: all, edges, height: rows * rowHeight - (rowHeight - boxHeight) };
}

/** Column of each box: how much must be done before it; the end of each chain in the last one. */
function columnsOf(nodes: readonly PipelineNode[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  for (const node of nodes) columns.set(node.id, Math.max(-1, ...node.after.map((id) => columns.get(id)!)) + 1);
  const needed = new Set(nodes.flatMap(({ after }) => after));
  const last = Math.max(0, ...columns.values());
  for (const { id } of nodes) if (!needed.has(id)) columns.set(id, last);
  return columns;
}

function pathBetween(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + from.width, from.y + boxHeight / 2];
  const [x2, y2] = [to.x, to.y + boxHeight / 2];
  const bend = Math.min(40, (x2 - x1) / 2);
  return `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
}
