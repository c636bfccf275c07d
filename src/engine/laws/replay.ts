/**
 * Back to a point of a run, in a trainer of its own: everything that moved the model is done again, with the same
 * numbers. What only informed the method (trials, evaluations, references) is left out; its answers are in the
 * transcript.
 */
import { Refusal } from '#base/refusal';
import type { MeasuredModel } from '#contract/api';
import type { Ask, Asks } from '#mixing/method';
import type { RunEnd } from '#mixing/compose';
import type { AskPosition } from '../store/checkpoints.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';
import type { Hand } from '../running/crew.ts';
import { trainSegment, type SegmentTools } from '../running/segment.ts';

export interface Replay {
  /** Of the run, as far as it is stored. */
  readonly transcript: readonly TranscriptEntry[];
  /** A fresh conversation of the run, to find out what it was asked last. */
  readonly asks: Asks<RunEnd>;
  readonly role: MeasuredModel;
  /** Steps of that model to stop after. */
  readonly step: number;
  /** Where the trainer's models stand already; null when it has none. */
  readonly from: { readonly entries: number; readonly position: AskPosition | null; readonly step: number } | null;
}

/**
 * @returns the model's number, or null when it ended early in order to rest
 * @throws  Refusal `run_state` when the run has not got that far
 */
export async function replayTo(
  { transcript, asks, role, step, from }: Replay,
  hand: Hand,
  tools: SegmentTools,
): Promise<number | null> {
  const last = askAfter(asks, transcript);
  const all = [...transcript.map(({ ask }) => ask), ...(last ? [last] : [])];
  const birth = birthOf(all, role);
  const model = modelNumber(all, role);
  let at = from?.step ?? 0;
  let isMade = from !== null && birth >= 0 && birth < from.entries;
  for (let entry = from?.entries ?? 0; entry < all.length; entry++) {
    if (isMade && at === step) break;
    const ask = all[entry]!;
    if (ask.ask === 'create' && entry === birth) {
      await hand.trainer.create({ model, seed: ask.seed, steps: ask.steps });
      isMade = true;
    }
    if (ask.ask === 'probe' && ask.model === model) await hand.trainer.probe({ model, proportions: ask.proportions });
    if (ask.ask !== 'train' || ask.model !== model) continue;
    const done = entry === from?.entries ? (from.position?.steps ?? 0) : 0;
    const { ask: _ask, isMeasuring: _isMeasuring, ...order } = ask;
    const steps = Math.min(ask.steps, done + step - at);
    if (!(await trainSegment(hand, { ...order, steps, done }, tools))) return null;
    at += steps - done;
  }
  if (isMade && at === step) return model;
  throw new Refusal('run_state', `The run has not got to step ${step} yet.`, {
    field: 'step',
    remedy: `Choose a step up to ${at}, or let the run go on first.`,
  });
}

/** The last model of that role; for a subject there is only one. */
function birthOf(asks: readonly Ask[], role: MeasuredModel): number {
  return asks.findLastIndex((ask) => ask.ask === 'create' && ask.role === role);
}

/** Number of the model of a role, or of the next one to be made. */
export function modelNumber(asks: readonly Ask[], role: MeasuredModel): number {
  const birth = birthOf(asks, role);
  return asks.slice(0, birth < 0 ? asks.length : birth).filter((ask) => ask.ask === 'create').length;
}

/** Length of a model's schedule and the steps that it took in asks that are answered; null when there is no such model. */
export function stepsOf(asks: readonly Ask[], role: MeasuredModel): { steps: number; taken: number } | null {
  const birth = asks[birthOf(asks, role)];
  if (birth?.ask !== 'create') return null;
  const taken = takenBefore(asks, asks.length, modelNumber(asks, role));
  return { steps: birth.steps, taken };
}

/** Steps that a model had taken when the method noted something of that name, note by note. */
export function stepsAtNotes(asks: readonly Ask[], name: string, role: MeasuredModel): number[] {
  const model = modelNumber(asks, role);
  return asks.flatMap((ask, entry) =>
    ask.ask === 'note' && ask.name === name ? [takenBefore(asks, entry, model)] : [],
  );
}

function takenBefore(asks: readonly Ask[], entry: number, model: number): number {
  return asks
    .slice(0, entry)
    .reduce((sum, ask) => sum + (ask.ask === 'train' && ask.model === model ? ask.steps : 0), 0);
}

/** What the method asks when it has heard all stored answers; null when it is done. */
function askAfter(asks: Asks<RunEnd>, transcript: readonly TranscriptEntry[]): Ask | null {
  let turn = asks.next();
  for (const { answer } of transcript) {
    if (turn.done) return null;
    turn = asks.next(answer);
  }
  return turn.done ? null : turn.value;
}
