/** What a share of a budget means for a group: tokens asked of it, passes over its text, and whether that is too many. */
import { toNumber } from '#base/fraction';
import type { ExactShares } from '#base/exact-shares';
import { formatNumber, formatShare } from '#base/format';
import { usualEpochs } from '#mixing/methods/availability';

/**
 * Passes from which repeated text teaches nothing more. Up to 4 are nearly as good as new text, about 40 are worth
 * nothing. Source: Muennighoff et al. 2023, "Scaling data-constrained language models", figure 1.
 */
export const uselessEpochs = 40;

export interface Draw {
  /** Tokens of the budget that go to the group. */
  readonly tokens: number | null;
  /** Passes over the group's training text; null when budget or size are not known. */
  readonly epochs: number | null;
  readonly verdict: 'fine' | 'often' | 'useless';
}

/**
 * @param budgetTokens tokens of the whole training, null when not known
 * @param sizes        training tokens of each group, null where not known
 */
export function drawsOf(
  shares: ExactShares,
  budgetTokens: number | null,
  sizes: readonly (number | null)[],
): readonly Draw[] {
  return shares.map((share, index) => {
    if (budgetTokens === null) return { tokens: null, epochs: null, verdict: 'fine' };
    const tokens = toNumber(share) * budgetTokens;
    const size = sizes[index] ?? null;
    if (size === null || size <= 0) return { tokens, epochs: null, verdict: 'fine' };
    const epochs = tokens / size;
    return { tokens, epochs, verdict: verdictOn(epochs) };
  });
}

function verdictOn(epochs: number): Draw['verdict'] {
  if (epochs > uselessEpochs) return 'useless';
  return epochs > usualEpochs * (1 + 1e-9) ? 'often' : 'fine';
}

/** A sentence about a group that is passed over too often, with the share that would not be; '' for one that is fine. */
export function adviceOn(name: string, draw: Draw, budgetTokens: number, size: number): string {
  if (draw.verdict === 'fine' || draw.epochs === null) return '';
  const often = `${name} is read ${formatNumber(draw.epochs, draw.epochs < 10 ? 1 : 0)} times.`;
  const most = `At most ${formatShare((usualEpochs * size) / budgetTokens)} % keeps it to ${String(usualEpochs)}.`;
  const why =
    draw.verdict === 'useless'
      ? `After about ${String(uselessEpochs)} times, text teaches nothing more.`
      : `Beyond ${String(usualEpochs)} times it begins to be learned by heart.`;
  return `${often} ${why} ${most}`;
}
