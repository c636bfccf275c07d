/** Mixtures for the children of a measured law: enough directions to tell every entry of A* (spec 4.2 and 4.4). */
import type { Random } from '#base/random';
import { uniform } from '#base/simplex';
import { dirichletCover } from '../methods/candidates.ts';
import type { Proportions } from '../method.ts';

export type ChildSweep = 'cover' | 'lean';

/** Share of the favoured group in a leaning mixture. */
const lean = 0.75;

/**
 * 'cover': equal shares, then a spread over the simplex; for two groups evenly spaced shares, ends left out. 'lean':
 * equal shares, then one mixture that leans towards each group, then a spread.
 *
 * @param m number of groups
 * @param n number of mixtures
 */
export function childMixtures(m: number, n: number, sweep: ChildSweep, random: Random): Proportions[] {
  if (m === 1) return [[1]];
  const leaning = sweep === 'lean' ? Array.from({ length: m }, (_group, j) => leaningTo(j, m)) : [];
  const first = [uniform(m), ...leaning].slice(0, n);
  const left = n - first.length;
  if (m === 2 && sweep === 'cover') return evenlySpaced(n);
  return left > 0 ? [...first, ...dirichletCover(m, left, 1, 3, random)] : first;
}

/** Fewest children that tell every entry of A*: with two groups a slope and an intercept, else a column a group. */
export function fewestChildren(m: number): number {
  return m;
}

function leaningTo(group: number, m: number): Proportions {
  return Array.from({ length: m }, (_share, j) => (j === group ? lean : (1 - lean) / (m - 1)));
}

function evenlySpaced(n: number): Proportions[] {
  return Array.from({ length: n }, (_p, i) => {
    const share = (i + 1) / (n + 1);
    return [share, 1 - share];
  });
}
