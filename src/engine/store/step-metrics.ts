import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { StepRecord } from '#contract/trainer';
import {
  blockSteps,
  bytesOf,
  countsIn,
  follows,
  inBlocks,
  joined,
  lastOf,
  numbersIn,
  pack,
  unpack,
  type StepBlock,
} from './step-block.ts';
import { stepRowsIn } from './step-rows.ts';
import { flatSums, openSums, type StepSums } from './step-sums.ts';

/** Spans that every block is summed up in, the longest first; each is four times the next. */
export const storedSpans: readonly number[] = [1024, 256, 64];

interface BlockRow {
  readonly first: number;
  readonly steps: number;
  readonly groups: number;
  readonly loss: Buffer;
  readonly group_losses: Buffer;
  readonly gradient_norm: Buffer;
  readonly learning_rate: Buffer;
  readonly counts: Buffer;
}

type SumsRow = Pick<BlockRow, 'first' | 'steps'> & { readonly sums: Buffer };
type LossRow = Pick<BlockRow, 'first' | 'loss' | 'group_losses'>;

/** From one step to another, both included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

const allSteps: StepRange = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Optimiser steps of the subject. Steps that are taken together are a block, with sums over spans of them for charts;
 * blocks are joined into longer ones when a checkpoint holds their steps.
 */
export function stepMetricsIn(db: Database) {
  const columns = 'first, steps, groups, loss, group_losses, gradient_norm, learning_rate, counts';
  const insert = db.prepare(
    `INSERT INTO step_block (run, ${columns}, ${storedSpans.map((span) => `sums_${span}`).join(', ')})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const lastStep = db
    .prepare<[string], number>('SELECT first + steps - 1 FROM step_block WHERE run = ? ORDER BY first DESC LIMIT 1')
    .pluck();
  const short = db
    .prepare<[string, number], number>('SELECT first FROM step_block WHERE run = ? AND steps < ? ORDER BY first')
    .pluck();
  const inRange = 'FROM step_block WHERE run = ? AND first > ? AND first <= ?';
  const at = db.prepare<[string, number], BlockRow>(`SELECT ${columns} FROM step_block WHERE run = ? AND first = ?`);
  const within = db.prepare<[string, number, number], BlockRow>(`SELECT ${columns} ${inRange} ORDER BY first`);
  const losses = db.prepare<[string, number, number], LossRow>(`SELECT first, loss, group_losses ${inRange}`);
  const sums = new Map(
    storedSpans.map((span) => [
      span,
      db.prepare<[string, number, number], SumsRow>(`SELECT first, steps, sums_${span} AS sums ${inRange}`),
    ]),
  );
  const drop = db.prepare(`DELETE ${inRange}`);
  const rows = stepRowsIn(db);

  const whole = <T>(work: () => T): T => db.transaction(work)();
  const put = (run: RunId, block: StepBlock): void =>
    void insert.run(
      run,
      block.first,
      block.steps,
      block.groups,
      ...[block.loss, block.groupLosses, block.gradientNorm, block.learningRate, block.counts].map(bytesOf),
      ...sumsOf(block).map(bytesOf),
    );
  /** Blocks that hold any of these steps, in order. */
  const blocksIn = (run: RunId, { from, to }: StepRange): readonly StepBlock[] =>
    within
      .all(run, from - blockSteps, to)
      .map(toBlock)
      .filter((block) => lastOf(block) >= from);
  const add = (run: RunId, steps: readonly StepRecord[]): void => {
    const last = lastStep.get(run) ?? 0;
    if (steps[0] && steps[0].step <= last) throw new Error(`step ${steps[0].step} of run ${run} is stored twice`);
    for (const piece of inBlocks(steps)) put(run, pack(piece));
  };
  /** In place of blocks that stand one after the other. */
  const join = (run: RunId, parts: readonly StepBlock[]): void => {
    drop.run(run, parts[0]!.first - 1, parts.at(-1)!.first);
    put(run, joined(parts));
  };
  const fold = (run: RunId): void => {
    let parts: StepBlock[] = [];
    const close = (): void => {
      if (parts.length > 1) join(run, parts);
      parts = [];
    };
    for (const first of short.all(run, blockSteps)) {
      const block = toBlock(at.get(run, first)!);
      if (parts.length > 0 && !follows(parts.at(-1)!, block)) close();
      parts.push(block);
    }
    close();
  };
  /** @returns whether there are more */
  const foldRows = (run: RunId, most = -1): boolean => {
    const found = rows.within(run, allSteps, most);
    if (found.length === 0) return false;
    add(run, found);
    rows.drop(run, { from: 0, to: found.at(-1)!.step });
    fold(run);
    return found.length === most;
  };

  return {
    /** Steps that follow those that are there, in order. */
    add: (run: RunId, steps: readonly StepRecord[]): void =>
      whole(() => {
        if (rows.has(run)) foldRows(run);
        add(run, steps);
      }),
    /** In order. */
    within: (run: RunId, range: StepRange = allSteps): readonly StepRecord[] => [
      ...blocksIn(run, range)
        .flatMap(unpack)
        .filter(({ step }) => step >= range.from && step <= range.to),
      ...rows.within(run, range),
    ],
    /** Losses, then those of each group, summed up in spans; a block is read by its own sums where they fit in. */
    sums: (run: RunId, groups: number, { from, to }: StepRange, span: number): StepSums => {
      const summing = openSums(span, 1 + groups, from, to);
      const stored = storedSpans.find((one) => span % one === 0);
      if (stored === undefined)
        for (const row of losses.iterate(run, from - blockSteps, to))
          summing.takeSteps(row.first, numbersIn(row.loss), numbersIn(row.group_losses));
      else
        for (const row of sums.get(stored)!.iterate(run, from - blockSteps, to))
          summing.takeSums(row.first, row.first + row.steps - 1, stored, numbersIn(row.sums));
      for (const piece of inBlocks(rows.within(run, { from, to }))) {
        const { first, loss, groupLosses } = pack(piece);
        summing.takeSteps(first, loss, groupLosses);
      }
      return summing.sums;
    },
    /** Joins short blocks, in one transaction. */
    fold: (run: RunId): void => whole(() => fold(run)),
    /** The first run after this one, in the order of their ids, whose steps an older version stored. */
    nextOld: rows.next,
    /** Makes blocks of steps that an older version stored, so many at a time. @returns whether there are more */
    foldOld: (run: RunId, most: number): boolean => whole(() => foldRows(run, most)),
    /** Forgets steps after `step`. */
    cut: (run: RunId, step: number): void =>
      whole(() => {
        rows.drop(run, { from: step + 1, to: allSteps.to });
        const [open] = blocksIn(run, { from: step, to: step });
        drop.run(run, open ? open.first - 1 : step, allSteps.to);
        if (open) add(run, unpack(open).slice(0, step - open.first + 1));
      }),
  };
}

/** In each stored span; those of longer ones are made of those of the next shorter. */
function sumsOf(block: StepBlock): readonly Float64Array[] {
  const { first, groups, loss, groupLosses } = block;
  const last = lastOf(block);
  const [shortest, ...longer] = storedSpans.toReversed();
  const summing = openSums(shortest!, 1 + groups, first, last);
  summing.takeSteps(first, loss, groupLosses);
  const found = [flatSums(summing.sums)];
  let shorter = shortest!;
  for (const span of longer) {
    const next = openSums(span, 1 + groups, first, last);
    next.takeSums(first, last, shorter, found.at(-1)!);
    found.push(flatSums(next.sums));
    shorter = span;
  }
  return found.toReversed();
}

function toBlock(row: BlockRow): StepBlock {
  return {
    first: row.first,
    steps: row.steps,
    groups: row.groups,
    loss: numbersIn(row.loss),
    groupLosses: numbersIn(row.group_losses),
    gradientNorm: numbersIn(row.gradient_norm),
    learningRate: numbersIn(row.learning_rate),
    counts: countsIn(row.counts, row.steps * row.groups),
  };
}
