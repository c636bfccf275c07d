/** Laws whose response is linear in the proportions: one regression, one answer. */
import { dot } from '#base/linear-algebra';
import { huberRegression } from '#base/least-squares';
import type { Proportions } from '../method.ts';
import type { Law, LawParameters, Target } from './law.ts';

interface LinearForm extends Omit<Law, 'fit' | 'predict' | 'gradient'> {
  features(p: Proportions, target: Target): number[];
  toParameters(w: readonly number[], target: Target): LawParameters;
  weightsOf(parameters: LawParameters): readonly number[];
  /** d response / d p_j. */
  slopes(w: readonly number[], target: Target): number[];
}

export function linearLaw(form: LinearForm): Law {
  return {
    id: form.id,
    title: form.title,
    kind: form.kind,
    equation: form.equation,
    response: form.response,
    needsOwn: form.needsOwn,
    freeNumbers: (m) => form.freeNumbers(m),
    fit: (proportions, responses, target, { delta }) => {
      const rows = proportions.map((p) => form.features(p, target));
      return form.toParameters(huberRegression(rows, responses, delta).coefficients, target);
    },
    predict: (parameters, p, target) => dot(form.weightsOf(parameters), form.features(p, target)),
    gradient: (parameters, _p, target) => form.slopes(form.weightsOf(parameters), target),
  };
}

/** Features of the forms with an intercept: the own share for two groups, else all shares but the last. */
export function interceptFeatures(p: Proportions, target: Target): number[] {
  return usesOwnShare(target) ? [1, p[target.own!]!] : [1, ...p.slice(0, -1)];
}

export function interceptSlopes([, ...k]: readonly number[], target: Target): number[] {
  return Array.from({ length: target.m }, (_slope, j) =>
    usesOwnShare(target) ? (j === target.own ? k[0]! : 0) : (k[j] ?? 0),
  );
}

function usesOwnShare({ m, own }: Target): boolean {
  return m === 2 && own !== null;
}
