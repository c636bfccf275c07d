/** Validation sequences for probes: an equal number per group, each group's in a seeded order of its own. */
import { chunksIn } from '#corpus/chunks';
import { permutationOf } from '#corpus/permutation';
import type { Shards } from '#corpus/shards';

/** Everything needed to go on with exactly the same sequences; plain data. */
export interface ValidationState {
  /** Group whose turn is next. */
  readonly turn: number;
  /** Sequences used per group, over all passes. */
  readonly used: readonly number[];
}

export interface ValidationSampler {
  /** `count` sequences (tokens: count·C, row by row), the groups in turn, going on where the last draw ended. */
  draw(count: number): { readonly tokens: Int32Array; readonly groups: Int32Array };
  state(): ValidationState;
}

export interface ValidationOptions {
  readonly shards: readonly Shards[];
  /** C, tokens per sequence. */
  readonly context: number;
  readonly seed: number;
  /** Goes on from here. */
  readonly state?: ValidationState | undefined;
}

/** Reads nothing before the first draw, so a group without validation text is refused only where it is needed. */
export function openValidation({ shards, context, seed, state }: ValidationOptions): ValidationSampler {
  const used = state ? [...state.used] : shards.map(() => 0);
  let turn = state?.turn ?? 0;

  const next = (group: number): number => {
    const chunks = chunksIn(shards[group]!, 'val', context);
    const passes = Math.floor(used[group]! / chunks);
    const place = permutationOf(chunks, 'probe order', seed, shards[group]!.meta.key, passes);
    return place(used[group]!++ % chunks) * context;
  };

  return {
    draw(count) {
      const tokens = new Int32Array(count * context);
      const groups = new Int32Array(count);
      for (let row = 0; row < count; row++) {
        groups[row] = turn;
        shards[turn]!.read('val', next(turn), context, tokens, row * context);
        turn = (turn + 1) % shards.length;
      }
      return { tokens, groups };
    },
    state: () => ({ turn, used: [...used] }),
  };
}
