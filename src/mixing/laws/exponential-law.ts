/** The family L = c + exp(linear in p): what its variants share. Each variant is one gauge of the same curve. */
import { dot } from '#base/linear-algebra';
import type { Proportions } from '../method.ts';
import { fitExponential, generalStarts, type ExponentialCurve, type ExponentialProblem } from './exponential-fit.ts';
import { loss, numberOf, type FitOptions, type Law, type LawParameters, type Target } from './law.ts';

/** How one variant arranges and names the numbers of its exponent, offset + slopes . p. */
export interface Gauge extends Pick<Law, 'id' | 'title' | 'equation' | 'needsOwn' | 'freeNumbers'> {
  /** What the fitted weights w multiply. */
  features(p: Proportions, target: Target): number[];
  /** Weights that add 1 to the exponent at every p. */
  ones(target: Target): number[];
  /** Which weight is the slope of the target's own group; null when none is. */
  ownWeight(target: Target): number | null;
  /** Parameters other than c and g. Weights of -Infinity times `ones` stand for a curve of height 0. */
  toParameters(w: readonly number[], target: Target): LawParameters;
  line(parameters: LawParameters, target: Target): { readonly offset: number; readonly slopes: readonly number[] };
  /** Weights of a curve with this line; inverse of `toParameters`. */
  weightsOf(line: ReturnType<Gauge['line']>, target: Target): readonly number[];
  /** Parameters of a curve of height 0. */
  flat(target: Target): LawParameters;
}

export function exponentialLaw(gauge: Gauge): Law {
  const heightAt = (parameters: LawParameters, p: Proportions, target: Target) => {
    const { offset, slopes } = gauge.line(parameters, target);
    return Math.exp(offset + dot(slopes, p));
  };
  return {
    id: gauge.id,
    title: gauge.title,
    equation: gauge.equation,
    needsOwn: gauge.needsOwn,
    freeNumbers: gauge.freeNumbers,
    kind: 'static',
    response: loss,
    fit: (proportions, losses, target, options) => {
      const first = losses[0]!;
      if (losses.every((value) => value === first)) return { c: first, g: Math.log(first), ...gauge.flat(target) };
      const problem: ExponentialProblem = {
        features: proportions.map((p) => gauge.features(p, target)),
        losses,
        ones: gauge.ones(target),
        delta: options.delta,
        floor: [0, options.floor === 'below-data' ? Math.min(...losses) : Infinity],
      };
      const { c, w } = fitExponential(problem, startsFor(gauge, problem, target, options));
      return { c, g: Math.log(c), ...gauge.toParameters(w, target) };
    },
    predict: (parameters, p, target) => numberOf(parameters, 'c') + heightAt(parameters, p, target),
    gradient: (parameters, p, target) => {
      const height = heightAt(parameters, p, target);
      return gauge.line(parameters, target).slopes.map((slope) => height * slope);
    },
  };
}

function startsFor(gauge: Gauge, problem: ExponentialProblem, target: Target, options: FitOptions): ExponentialCurve[] {
  const { from, isThorough, starts, random } = options;
  const line = from && gauge.line(from, target);
  if (line !== undefined && line.offset > -Infinity)
    return [{ c: numberOf(from!, 'c'), w: gauge.weightsOf(line, target) }];
  const general = generalStarts(problem, starts, random);
  return isThorough ? [...general, ...sourceGrid(gauge, target, random)] : general;
}

/** The sources' grid: ln c on 10 points, the offset, where there is one, on 20, and 30 draws of slopes each. */
function sourceGrid(gauge: Gauge, target: Target, random: FitOptions['random']): ExponentialCurve[] {
  const ones = gauge.ones(target);
  const own = gauge.ownWeight(target);
  const offsets = ones.every((one) => one === 1) ? [0] : span(-10, 1, 20);
  const draws = span(-2, 1.5, 10).flatMap((g) => offsets.flatMap((offset) => Array(30).fill({ g, offset }) as Draw[]));
  return draws.map(({ g, offset }) => ({
    c: Math.exp(g),
    w: ones.map((one, j) => offset * one + (j === own ? -random.next() : 0.1 * random.next())),
  }));
}

interface Draw {
  readonly g: number;
  readonly offset: number;
}

function span(from: number, to: number, points: number): number[] {
  return Array.from({ length: points }, (_point, i) => from + ((to - from) * i) / (points - 1));
}
