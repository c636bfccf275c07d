/** Gradient-boosted regression trees for squared error, grown leaf by leaf. Deterministic; no chance is involved. */
import { mean } from './statistics.ts';

type Rows = readonly (readonly number[])[];

export interface BoostingOptions {
  readonly trees: number;
  readonly learningRate: number;
  /** Leaves of each tree at most. */
  readonly leaves: number;
  /** Rows in each leaf at least. */
  readonly minLeaf: number;
  /** Rows that no tree is grown on; boosting ends when so many trees in a row did not improve on them. */
  readonly held?: { readonly rows: Rows; readonly values: readonly number[]; readonly patience: number };
}

export interface BoostedTrees {
  /** Trees kept. */
  readonly trees: number;
  predict(row: readonly number[]): number;
}

/** @param rows n x k, k at least 1 @param values one per row */
export function fitBoostedTrees(rows: Rows, values: readonly number[], options: BoostingOptions): BoostedTrees {
  const base = mean(values);
  const fitted = values.map(() => base);
  const heldFitted = options.held?.values.map(() => base) ?? [];
  const orders = sortedOrders(rows);
  const forest: Tree[] = [];
  let best = { loss: squaredError(options.held?.values ?? [], heldFitted), trees: 0 };
  for (let n = 0; n < options.trees; n++) {
    const residuals = values.map((value, i) => value - fitted[i]!);
    const tree = growTree(rows, residuals, orders, options);
    if (tree === null) break; // nothing left to split
    forest.push(tree);
    rows.forEach((row, i) => (fitted[i]! += options.learningRate * valueAt(tree, row)));
    if (options.held === undefined) continue;
    options.held.rows.forEach((row, i) => (heldFitted[i]! += options.learningRate * valueAt(tree, row)));
    const loss = squaredError(options.held.values, heldFitted);
    if (loss < best.loss) best = { loss, trees: forest.length };
    else if (forest.length - best.trees >= options.held.patience) break;
  }
  const kept = options.held === undefined ? forest : forest.slice(0, best.trees);
  return { trees: kept.length, predict: flattened(kept, base, options.learningRate) };
}

/** All trees in flat arrays, because predicting many rows is where the time goes. */
function flattened(forest: readonly Tree[], base: number, learningRate: number): BoostedTrees['predict'] {
  const nodes = forest.flat();
  const columns = Int16Array.from(nodes, (node) => node.column);
  const numbers = Float64Array.from(nodes, (node) => (node.column < 0 ? learningRate * node.value : node.threshold));
  const roots = new Int32Array(forest.length);
  for (let n = 1; n < forest.length; n++) roots[n] = roots[n - 1]! + forest[n - 1]!.length;
  const sides = new Int32Array(2 * nodes.length);
  forest.forEach((tree, n) =>
    tree.forEach(({ left, right }, k) => sides.set([roots[n]! + left, roots[n]! + right], 2 * (roots[n]! + k))),
  );
  return (row) => {
    let sum = base;
    for (const root of roots) {
      let node = root;
      for (let column = columns[node]!; column >= 0; column = columns[node]!)
        node = sides[2 * node + (row[column]! <= numbers[node]! ? 0 : 1)]!;
      sum += numbers[node]!;
    }
    return sum;
  };
}

/** Nodes in one list; the first is the root. */
type Tree = readonly Node[];
interface Node {
  /** Column that is asked; -1 for a leaf. */
  column: number;
  /** Rows with a value at most this go left. */
  threshold: number;
  left: number;
  right: number;
  /** Mean of the residuals of a leaf. */
  value: number;
}

function valueAt(tree: Tree, row: readonly number[]): number {
  let node = tree[0]!;
  while (node.column >= 0) node = tree[row[node.column]! <= node.threshold ? node.left : node.right]!;
  return node.value;
}

/** A leaf that may still be split: its rows in the order of every column, and the best split. */
interface Growing {
  readonly node: number;
  readonly orders: readonly Int32Array[];
  readonly split: Split | null;
}
interface Split {
  readonly column: number;
  readonly threshold: number;
  /** Fall of the summed squared error. */
  readonly gain: number;
}

/** Splits the leaf that gains most, again and again. @returns null when not even the root can be split */
function growTree(
  rows: Rows,
  residuals: readonly number[],
  orders: readonly Int32Array[],
  { leaves, minLeaf }: BoostingOptions,
): Tree | null {
  const tree: Node[] = [leafOf(orders[0]!, residuals)];
  const open: Growing[] = [{ node: 0, orders, split: bestSplit(rows, residuals, orders, minLeaf) }];
  if (open[0]!.split === null) return null;
  for (let count = 1; count < leaves; count++) {
    const next = open.reduce((a, b) => ((b.split?.gain ?? 0) > (a.split?.gain ?? 0) ? b : a));
    if (next.split === null) break;
    open.splice(open.indexOf(next), 1);
    const { column, threshold } = next.split;
    const isLeft = (row: number) => rows[row]![column]! <= threshold;
    const sides = [
      next.orders.map((order) => order.filter(isLeft)),
      next.orders.map((order) => order.filter((row) => !isLeft(row))),
    ] as const;
    Object.assign(tree[next.node]!, { column, threshold, left: tree.length, right: tree.length + 1 });
    for (const side of sides) {
      open.push({ node: tree.length, orders: side, split: bestSplit(rows, residuals, side, minLeaf) });
      tree.push(leafOf(side[0]!, residuals));
    }
  }
  return tree;
}

function leafOf(members: Int32Array, residuals: readonly number[]): Node {
  const value = members.reduce((sum, row) => sum + residuals[row]!, 0) / members.length;
  return { column: -1, threshold: 0, left: -1, right: -1, value };
}

function bestSplit(
  rows: Rows,
  residuals: readonly number[],
  orders: readonly Int32Array[],
  minLeaf: number,
): Split | null {
  const count = orders[0]!.length;
  const total = orders[0]!.reduce((sum, row) => sum + residuals[row]!, 0);
  let best: Split | null = null;
  orders.forEach((order, column) => {
    let left = 0;
    for (let n = 1; n < count; n++) {
      left += residuals[order[n - 1]!]!;
      if (n < minLeaf || count - n < minLeaf) continue;
      const [below, above] = [rows[order[n - 1]!]![column]!, rows[order[n]!]![column]!];
      if (below === above) continue;
      const gain = left ** 2 / n + (total - left) ** 2 / (count - n) - total ** 2 / count;
      if (gain > (best?.gain ?? 1e-15)) best = { column, threshold: (below + above) / 2, gain };
    }
  });
  return best;
}

/** For each column the row numbers in the order of its values. */
function sortedOrders(rows: Rows): Int32Array[] {
  return rows[0]!.map((_value, column) =>
    Int32Array.from(rows.map((_row, i) => i).sort((a, b) => rows[a]![column]! - rows[b]![column]! || a - b)),
  );
}

function squaredError(values: readonly number[], fitted: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + (value - fitted[i]!) ** 2, 0);
}
