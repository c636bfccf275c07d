import type { Database } from 'better-sqlite3';
import type { RunId } from '#contract/api';
import type { StepRecord } from '#contract/trainer';
import {
  blockSteps,
  bytesOf,
  countsIn,
  inBlocks,
  joins,
  numbersIn,
  pack,
  unpack,
  type StepBlock,
} from './step-block.ts';
import { flatSums, openSums, type StepSums } from './step-sums.ts';

/** Spans that every block is summed up in, the longest first; each is four times the next. */
export const storedSpans = [1024, 256, 64] as const;

type StoredSpan = (typeof storedSpans)[number];

/** A step as a row: JSON for lists. */
interface RecentRow {
  readonly step: number;
  readonly loss: number;
  readonly gradient_norm: number;
  readonly learning_rate: number;
  readonly counts: string;
  readonly group_losses: string;
}

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
type LossRow = Pick<BlockRow, 'first' | 'steps' | 'loss' | 'group_losses'>;

/** From one step to another, both included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

const allSteps: StepRange = { from: 0, to: Number.MAX_SAFE_INTEGER };

/**
 * Optimiser steps of the subject. Recent ones are rows; those that a checkpoint holds are folded into blocks, with sums
 * over spans of them for charts.
 */
export function stepMetricsIn(db: Database) {
  const insert = db.prepare(
    `INSERT INTO step_recent (run, step, loss, gradient_norm, learning_rate, counts, group_losses)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const recentIn = db.prepare<[string, number, number, number], RecentRow>(
    `SELECT step, loss, gradient_norm, learning_rate, counts, group_losses FROM step_recent
     WHERE run = ? AND step BETWEEN ? AND ? ORDER BY step LIMIT ?`,
  );
  const dropRecent = db.prepare('DELETE FROM step_recent WHERE run = ? AND step BETWEEN ? AND ?');
  const nextRecent = db
    .prepare<[string], string>('SELECT run FROM step_recent WHERE run > ? ORDER BY run LIMIT 1')
    .pluck();
  const blockColumns = 'first, steps, groups, loss, group_losses, gradient_norm, learning_rate, counts';
  const insertBlock = db.prepare(
    `INSERT OR REPLACE INTO step_block (run, ${blockColumns}, ${storedSpans.map((span) => `sums_${span}`).join(', ')})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const lastBlock = db.prepare<[string, number], BlockRow>(
    `SELECT ${blockColumns} FROM step_block WHERE run = ? AND first <= ? ORDER BY first DESC LIMIT 1`,
  );
  const dropBlocks = db.prepare('DELETE FROM step_block WHERE run = ? AND first > ?');
  const inRange = 'FROM step_block WHERE run = ? AND first > ? AND first <= ? ORDER BY first';
  const blocksIn = db.prepare<[string, number, number], BlockRow>(`SELECT ${blockColumns} ${inRange}`);
  const lossesIn = db.prepare<[string, number, number], LossRow>(`SELECT first, steps, loss, group_losses ${inRange}`);
  const sumsIn = new Map(
    storedSpans.map((span) => [
      span,
      db.prepare<[string, number, number], SumsRow>(`SELECT first, steps, sums_${span} AS sums ${inRange}`),
    ]),
  );

  const whole = <T>(work: () => T): T => db.transaction(work)();
  const recent = (run: RunId, { from, to }: StepRange, most = -1): StepRecord[] =>
    recentIn.all(run, from, to, most).map(toStep);
  const putBlock = (run: RunId, block: StepBlock): void =>
    void insertBlock.run(
      run,
      block.first,
      block.steps,
      block.groups,
      ...[block.loss, block.groupLosses, block.gradientNorm, block.learningRate, block.counts].map(bytesOf),
      ...storedSpans.map((span) => bytesOf(flatSums(sumsOfBlock(block, span)))),
    );

  return {
    add: (run: RunId, steps: readonly StepRecord[]): void => {
      for (const s of steps)
        insert.run(
          run,
          s.step,
          s.loss,
          s.gradientNorm,
          s.learningRate,
          JSON.stringify(s.counts),
          JSON.stringify(s.groupLosses),
        );
    },
    /** In order. */
    within: (run: RunId, range: StepRange = allSteps): readonly StepRecord[] => [
      ...blocksIn
        .all(run, range.from - blockSteps, range.to)
        .flatMap((row) => unpack(toBlock(row)))
        .filter(({ step }) => step >= range.from && step <= range.to),
      ...recent(run, range),
    ],
    /** Losses, then those of each group, summed up in spans; a block is read by its own sums where they fit in. */
    sums: (run: RunId, groups: number, { from, to }: StepRange, span: number): StepSums => {
      const summing = openSums(span, 1 + groups, from, to);
      const ofLosses = (first: number, losses: Float64Array, groupLosses: Float64Array): void => {
        summing.cover(first, first + losses.length - 1);
        summing.take(0, first, losses);
        for (let group = 0; group < groups; group++)
          summing.take(1 + group, first, groupLosses.subarray(group * losses.length, (group + 1) * losses.length));
      };
      const stored = storedSpans.find((one) => span % one === 0);
      if (stored === undefined)
        for (const row of lossesIn.iterate(run, from - blockSteps, to))
          ofLosses(row.first, numbersIn(row.loss), numbersIn(row.group_losses));
      else
        for (const { first, steps, sums } of sumsIn.get(stored)!.iterate(run, from - blockSteps, to)) {
          summing.cover(first, first + steps - 1);
          summing.takeSums(first, first + steps - 1, stored, numbersIn(sums));
        }
      for (const piece of inBlocks(recent(run, { from, to }))) {
        const { first, loss, groupLosses } = pack(piece);
        ofLosses(first, loss, groupLosses);
      }
      return summing.sums;
    },
    /**
     * Makes blocks of recent steps, in one transaction.
     *
     * @param most of them at a time
     * @returns whether there are more
     */
    fold: (run: RunId, most = -1): boolean =>
      whole(() => {
        const steps = recent(run, allSteps, most);
        const [first, last] = [steps[0], steps.at(-1)];
        if (!first || !last) return false;
        const row = lastBlock.get(run, allSteps.to);
        const end = row ? row.first + row.steps - 1 : 0;
        if (first.step <= end) throw new Error(`step ${first.step} of run ${run} is stored twice`);
        const open = row && joins(end, first.step) ? unpack(toBlock(row)) : [];
        for (const piece of inBlocks([...open, ...steps])) putBlock(run, pack(piece));
        dropRecent.run(run, first.step, last.step);
        return steps.length === most;
      }),
    /** The first run after this one, in the order of their ids, that has recent steps. */
    nextToFold: (after: RunId): RunId | undefined => nextRecent.get(after),
    /** Forgets steps after `step`. */
    cut: (run: RunId, step: number): void =>
      whole(() => {
        dropRecent.run(run, step + 1, allSteps.to);
        dropBlocks.run(run, step);
        const row = lastBlock.get(run, step);
        if (row && row.first + row.steps - 1 > step)
          putBlock(run, pack(unpack(toBlock(row)).filter((one) => one.step <= step)));
      }),
  };
}

function sumsOfBlock({ first, steps, groups, loss, groupLosses }: StepBlock, span: StoredSpan): StepSums {
  const summing = openSums(span, 1 + groups, first, first + steps - 1);
  summing.take(0, first, loss);
  for (let group = 0; group < groups; group++)
    summing.take(1 + group, first, groupLosses.subarray(group * steps, (group + 1) * steps));
  return summing.sums;
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

function toStep(row: RecentRow): StepRecord {
  return {
    step: row.step,
    loss: row.loss,
    gradientNorm: row.gradient_norm,
    learningRate: row.learning_rate,
    counts: JSON.parse(row.counts) as number[],
    groupLosses: JSON.parse(row.group_losses) as (number | null)[],
  };
}
