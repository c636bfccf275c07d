/**
 * What two runs have in common at their beginning. A method's conversation is known ask by ask, so that two runs whose
 * trainer starts the same are the same up to the first ask that differs, whatever their methods are called.
 */
import { isSameAsk } from '#mixing/conduct';
import type { Answer, Ask, Asks, MethodChoice, TrainAsk } from '#mixing/method';
import { contentHash, type RunSpec } from '../run-spec.ts';
import type { TranscriptEntry } from '../store/transcripts.ts';

/**
 * Equal for runs that may begin alike: the same data, model, optimiser, evaluation and backend, the same method first, and
 * the same seed for what it does first. Whether they do is for their conversations to show.
 */
export function kinOf(spec: RunSpec): string {
  const { choice, seed, steps: _steps, learningBudget: _budget, sharing, groups, ...basis } = spec;
  return contentHash({
    ...basis,
    groups: groups.map(({ version, shards }) => ({ version, shards })),
    first: firstOf(choice).id,
    seed: sharing?.learningSeed ?? seed,
  });
}

function firstOf(choice: MethodChoice): MethodChoice {
  return choice.after ? firstOf(choice.after) : choice;
}

/** A conversation that is fed another one's answers, as long as it asks the same. */
export interface Listener {
  /** What it would ask next; null when it has nothing more to ask. */
  readonly ask: () => Ask | null;
  readonly hear: (answer: Answer) => void;
}

/** A conversation that fails has nothing more to ask here: its own run will say why. */
export function listenerOf(asks: Asks<unknown>): Listener {
  const turnOf = (move: () => IteratorResult<Ask>): Ask | null => {
    try {
      const turn = move();
      return turn.done ? null : turn.value;
    } catch {
      return null;
    }
  };
  let next = turnOf(() => asks.next());
  return {
    ask: () => next,
    hear: (answer) => {
      next = turnOf(() => asks.next(answer));
    },
  };
}

/** Feeds a stored conversation as far as it is the same. @returns the entries that are */
export function listenTo(transcript: Iterable<TranscriptEntry>, listener: Listener): readonly TranscriptEntry[] {
  const common: TranscriptEntry[] = [];
  for (const entry of transcript) {
    const own = listener.ask();
    if (!own || !isSameAsk(own, entry.ask)) break;
    listener.hear(entry.answer);
    common.push(entry);
  }
  return common;
}

/** Whether two train asks are the same up to the end of the shorter one. */
export function trainAlike(one: Ask, other: Ask | null): other is TrainAsk {
  return one.ask === 'train' && other?.ask === 'train' && isSameAsk(one, { ...other, steps: one.steps });
}

/**
 * How far a conversation goes without a model that is still needed: up to where it makes its first one, or up to where an
 * offline method has said what it learned and has not made its subject yet.
 */
export function entriesWithoutModel(entries: readonly TranscriptEntry[]): number {
  const asks = entries.map(({ ask }) => ask);
  const end = asks.findIndex((ask) => ask.ask === 'create' && ask.role === 'subject');
  const before = end < 0 ? asks : asks.slice(0, end);
  const learned = before.findLastIndex((ask) => ask.ask === 'note' && ask.name === 'learned');
  const lastMade = before.findLastIndex(({ ask }) => ask === 'create');
  return lastMade < 0 || learned > lastMade ? before.length : before.findIndex(({ ask }) => ask === 'create');
}

/** Steps that a conversation spent on learning, and on its subject. */
export function stepsOf(entries: readonly TranscriptEntry[]): { readonly learning: number; readonly subject: number } {
  const roles = entries.flatMap(({ ask }) => (ask.ask === 'create' ? [ask.role] : []));
  let [learning, subject] = [0, 0];
  for (const { ask } of entries) {
    if (ask.ask === 'trials') learning += ask.trials.reduce((sum, { steps }) => sum + steps, 0);
    if (ask.ask !== 'train') continue;
    if (roles[ask.model] === 'subject') subject += ask.steps;
    else learning += ask.steps;
  }
  return { learning, subject };
}
