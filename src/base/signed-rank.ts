/** Wilcoxon's signed-rank test: whether differences lean to one side, by their order alone. */
import { meanRanks } from './correlation.ts';
import { normalCdf } from './normal.ts';

export interface SignedRankTest {
  /** Sum of the ranks of positive differences; zeros are dropped, equal sizes share the mean of their ranks. */
  readonly positiveRanks: number;
  /** Differences that are not zero. */
  readonly n: number;
  /** Null when every difference is zero. */
  readonly pTwoSided: number | null;
  /** For differences that lie below zero. */
  readonly pLess: number | null;
}

/** Up to here the distribution is counted out, ties included; beyond it is the normal one with continuity correction. */
const exactUpTo = 50;

/** Source: Wilcoxon 1945; exact distribution by counting subsets of ranks. */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  const nonzero = differences.filter((x) => x !== 0);
  const n = nonzero.length;
  if (n === 0) return { positiveRanks: 0, n, pTwoSided: null, pLess: null };
  const ranks = meanRanks(nonzero.map(Math.abs));
  const positiveRanks = ranks.reduce((sum, rank, i) => (nonzero[i]! > 0 ? sum + rank : sum), 0);
  const { atMost, atLeast } = n <= exactUpTo ? exact(ranks, positiveRanks) : approximate(ranks, positiveRanks);
  return { positiveRanks, n, pTwoSided: Math.min(1, 2 * Math.min(atMost, atLeast)), pLess: atMost };
}

interface Tails {
  readonly atMost: number;
  readonly atLeast: number;
}

/** Mean ranks are whole numbers when doubled, so sums of subsets can be counted in an array. */
function exact(ranks: readonly number[], observed: number): Tails {
  const doubled = ranks.map((rank) => Math.round(2 * rank));
  const chances = new Float64Array(doubled.reduce((a, b) => a + b, 0) + 1);
  chances[0] = 1;
  for (const rank of doubled)
    for (let sum = chances.length - 1; sum >= 0; sum--)
      chances[sum] = (chances[sum]! + (sum >= rank ? chances[sum - rank]! : 0)) / 2;
  const at = Math.round(2 * observed);
  const total = (from: number, to: number): number => chances.subarray(from, to).reduce((a, b) => a + b, 0);
  return { atMost: total(0, at + 1), atLeast: total(at, chances.length) };
}

function approximate(ranks: readonly number[], observed: number): Tails {
  const centre = ranks.reduce((a, b) => a + b, 0) / 2;
  const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4);
  return {
    atMost: normalCdf((observed - centre + 0.5) / deviation),
    atLeast: normalCdf((centre - observed + 0.5) / deviation),
  };
}
