/**
 * The law that really holds at a point of a run, by training children from it (spec 4.4), and a method's own matrix on
 * its scale (spec 4.5). All matrices: rows evaluated, columns trained on, positive entries lower the loss.
 */
import { times } from '#base/linear-algebra';
import { huberRegression } from '#base/least-squares';
import type { Losses, Matrix, Proportions } from '../method.ts';
import { fitLaw, type FittedLaw, type LawTable } from './fit.ts';
import { listOf } from './law.ts';
import { linearDynamic } from './linear-dynamic.ts';
import { linearDynamicIntercept } from './linear-dynamic-intercept.ts';

/** Short runs from one checkpoint, each at its own fixed proportions. */
export interface Children {
  readonly groups: readonly string[];
  /** Losses at the checkpoint, one per group. */
  readonly parent: Losses;
  readonly children: readonly { readonly proportions: Proportions; readonly losses: Losses }[];
}

export interface BruteForce {
  /** A*: what each share lowers each loss by, over the children's steps. Diagonal for two groups. */
  readonly A: Matrix;
  readonly fitted: FittedLaw;
}

/**
 * Fits the linear dynamic law to the children: the full form, or for two groups the slopes along each own share.
 *
 * @param delta where Huber's loss turns linear; least squares when absent
 * @throws      Refusal `law_not_identifiable` with fewer children than groups
 */
export function bruteForce(sweep: Children, delta = Infinity): BruteForce {
  const isPair = sweep.groups.length === 2;
  const fitted = fitLaw(isPair ? linearDynamicIntercept : linearDynamic, tableOf(sweep), { delta });
  const A = fitted.fits.map(({ parameters }, i) => {
    const slopes = listOf(parameters, 'k').map((k) => -k);
    return isPair ? sweep.groups.map((_group, j) => (i === j ? slopes[0]! : 0)) : slopes;
  });
  return { A, fitted };
}

export interface ScaledMatrix {
  /** b A. */
  readonly scaled: Matrix;
  readonly b: number;
  /** One per group when they were asked for, of the loss decrease. */
  readonly intercepts: readonly number[] | null;
  readonly warnings: readonly string[];
}

/**
 * The one factor b that makes a method's matrix predict the children: decrease of loss = b A p.
 *
 * @param hasIntercepts one free intercept per group besides; by default for two groups
 * @param delta         where Huber's loss turns linear; least squares when absent
 */
export function scaledMatrix(
  A: Matrix,
  { groups, parent, children }: Children,
  hasIntercepts = groups.length === 2,
  delta = Infinity,
): ScaledMatrix {
  const predicted = children.map(({ proportions }) => times(A, proportions));
  const decreases = children.map(({ losses }) => losses.map((loss, i) => parent[i]! - loss));
  const rows = predicted.flatMap((row) => row.map((u, i) => [u, ...indicator(hasIntercepts ? row.length : 0, i)]));
  const [b, ...intercepts] = huberRegression(rows, decreases.flat(), delta).coefficients;
  return {
    scaled: A.map((row) => row.map((a) => b! * a)),
    b: b!,
    intercepts: hasIntercepts ? intercepts : null,
    warnings:
      b! < 0
        ? ['The scale is negative: the matrix has the opposite sign, or predicts the opposite of what happens.']
        : [],
  };
}

function indicator(length: number, at: number): number[] {
  return Array.from({ length }, (_entry, i) => Number(i === at));
}

function tableOf({ groups, parent, children }: Children): LawTable {
  return {
    groups,
    targets: groups,
    proportions: children.map(({ proportions }) => proportions),
    losses: children.map(({ losses }) => losses),
    starts: children.map(() => parent),
  };
}
