/**
 * Leads the conversation with a method: answers from the stored transcript while there is one, from the world after.
 * So a run that was broken off goes on by replay, and its record is the list of asks and answers.
 */
import type { Answer, Ask, Asks } from './method.ts';

/** One exchange of a run. Notes are exchanges too; their answer is null. */
export interface Entry {
  readonly ask: Ask;
  readonly answer: Answer;
}

export interface Conductor {
  /** What was said before, from the first ask on. */
  readonly transcript: readonly Entry[];
  /** Answers everything but notes. What it throws ends the conversation; nothing is recorded of that ask. */
  answer(ask: Ask, index: number): Answer | Promise<Answer>;
  /** Keeps a new exchange before the method hears the answer. */
  record(entry: Entry, index: number): void | Promise<void>;
}

/**
 * Plays a method to its end and hands back what it returns.
 *
 * @throws Error when an ask differs from the stored one: the transcript belongs to other settings or another version
 */
export async function conduct<Result>(asks: Asks<Result>, conductor: Conductor): Promise<Result> {
  let turn = asks.next();
  for (let index = 0; !turn.done; index++) {
    const ask = turn.value;
    const stored = conductor.transcript[index];
    if (stored === undefined) {
      const answer = ask.ask === 'note' ? null : await conductor.answer(ask, index);
      await conductor.record({ ask, answer }, index);
      turn = asks.next(answer);
    } else {
      requireSame(ask, stored.ask, index);
      turn = asks.next(stored.answer);
    }
  }
  return turn.value;
}

/** Compared as they are stored: key order does not matter, and what JSON cannot hold counts as null. */
export function isSameAsk(one: Ask, other: Ask): boolean {
  return one.ask === other.ask && canonical(one) === canonical(other);
}

function requireSame(ask: Ask, stored: Ask, index: number): void {
  const [now, then] = [canonical(ask), canonical(stored)];
  if (now !== then)
    throw new Error(`ask ${index} differs from the transcript: now ${clipped(now)}, stored ${clipped(then)}`);
}

function canonical(ask: Ask): string {
  return JSON.stringify(ask, sortedKeys);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function clipped(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}
