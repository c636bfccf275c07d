/** Damped Gauss-Newton for curved models: least squares or Huber's loss, with bounds on single parameters. */
import { huberLoss, huberWeight } from './huber.ts';

/** A model to be fitted: its residuals (prediction minus observation) and how they move with the parameters. */
export interface ResidualModel {
  readonly residuals: number;
  readonly parameters: number;
  /** Fills `residuals`, and `jacobian` (row-major, residuals x parameters) when it is asked for. */
  evaluate(theta: Float64Array, residuals: Float64Array, jacobian?: Float64Array): void;
}

export interface DampedOptions {
  /** Where Huber's loss turns linear; Infinity, the default, is least squares. */
  readonly delta?: number;
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
  /** Steps at most; 200 when absent. */
  readonly iterations?: number;
}

export interface DampedFit {
  readonly theta: number[];
  /** Sum over residuals of Huber's loss; half the sum of squares when delta is Infinity. */
  readonly objective: number;
  /** False when the steps ran out first. */
  readonly hasConverged: boolean;
}

/**
 * Minimises the summed loss of a model's residuals from one start. Huber's loss enters by reweighting each step; a
 * parameter that its bound holds back is left out of the step.
 *
 * Source: Marquardt 1963, with the damping of each parameter scaled by the largest curvature seen.
 */
export function fitDamped(model: ResidualModel, start: readonly number[], options: DampedOptions = {}): DampedFit {
  const { delta = Infinity, iterations = 200 } = options;
  const work = workspaceFor(model);
  let theta = bounded(Float64Array.from(start), options);
  model.evaluate(theta, work.residuals, work.jacobian);
  let objective = total(work.residuals, delta);
  let damping = 1e-3;
  let stalls = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    normalEquations(model, work, delta);
    const isHeld = heldParameters(theta, work.gradient, options);
    let moved = false;
    while (damping < 1e16) {
      const step = dampedStep(work, isHeld, damping);
      const next = step === null ? null : bounded(sum(theta, step), options);
      if (next !== null) {
        model.evaluate(next, work.trial);
        const value = total(work.trial, delta);
        if (value < objective) {
          stalls = objective - value <= 1e-13 * objective ? stalls + 1 : 0;
          theta = next;
          objective = value;
          damping = Math.max(damping / 5, 1e-15);
          moved = true;
          break;
        }
      }
      damping *= 4;
    }
    if (!moved || stalls >= 3 || objective < 1e-30 * model.residuals)
      return { theta: [...theta], objective, hasConverged: true };
    model.evaluate(theta, work.residuals, work.jacobian);
  }
  return { theta: [...theta], objective, hasConverged: false };
}

interface Workspace {
  readonly residuals: Float64Array;
  readonly trial: Float64Array;
  readonly jacobian: Float64Array;
  /** J^T W J, row-major, full. */
  readonly curvature: Float64Array;
  readonly gradient: Float64Array;
  /** Largest curvature seen per parameter. */
  readonly scale: Float64Array;
}

function workspaceFor({ residuals, parameters }: ResidualModel): Workspace {
  return {
    residuals: new Float64Array(residuals),
    trial: new Float64Array(residuals),
    jacobian: new Float64Array(residuals * parameters),
    curvature: new Float64Array(parameters * parameters),
    gradient: new Float64Array(parameters),
    scale: new Float64Array(parameters),
  };
}

/** Summed loss; Infinity where a residual is not finite, so that such a step is never taken. */
function total(residuals: Float64Array, delta: number): number {
  let value = 0;
  for (const r of residuals) value += huberLoss(r, delta);
  return Number.isNaN(value) ? Infinity : value;
}

/** Fills curvature and gradient from the Jacobian, rows weighted as Huber's loss asks. */
function normalEquations({ parameters: k, residuals: n }: ResidualModel, work: Workspace, delta: number): void {
  const { jacobian, residuals, curvature, gradient, scale } = work;
  curvature.fill(0);
  gradient.fill(0);
  for (let row = 0; row < n; row++) {
    const weight = huberWeight(residuals[row]!, delta);
    for (let i = 0; i < k; i++) {
      const weighted = weight * jacobian[row * k + i]!;
      gradient[i]! += weighted * residuals[row]!;
      for (let j = 0; j <= i; j++) curvature[i * k + j]! += weighted * jacobian[row * k + j]!;
    }
  }
  for (let i = 0; i < k; i++) {
    scale[i] = Math.max(scale[i]!, curvature[i * k + i]!, 1e-12);
    for (let j = 0; j < i; j++) curvature[j * k + i] = curvature[i * k + j]!;
  }
}

/** Parameters at a bound that the gradient pushes against. */
function heldParameters(theta: Float64Array, gradient: Float64Array, { lower, upper }: DampedOptions): boolean[] {
  return Array.from(theta, (value, i) => {
    const atLower = lower !== undefined && value <= lower[i]! && gradient[i]! > 0;
    const atUpper = upper !== undefined && value >= upper[i]! && gradient[i]! < 0;
    return atLower || atUpper;
  });
}

/** Solves (J^T W J + damping x scale) step = -gradient by Cholesky; null when that is not positive definite. */
function dampedStep(work: Workspace, isHeld: readonly boolean[], damping: number): Float64Array | null {
  const k = isHeld.length;
  const L = new Float64Array(k * k);
  const step = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let value = isHeld[i] || isHeld[j] ? Number(i === j) : work.curvature[i * k + j]!;
      if (i === j) value += damping * work.scale[i]!;
      for (let l = 0; l < j; l++) value -= L[i * k + l]! * L[j * k + l]!;
      if (i !== j) L[i * k + j] = value / L[j * k + j]!;
      else if (value > 0) L[i * k + i] = Math.sqrt(value);
      else return null;
    }
    let value = isHeld[i] ? 0 : -work.gradient[i]!;
    for (let l = 0; l < i; l++) value -= L[i * k + l]! * step[l]!;
    step[i] = value / L[i * k + i]!;
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let l = i + 1; l < k; l++) step[i]! -= L[l * k + i]! * step[l]!;
    step[i]! /= L[i * k + i]!;
  }
  return step;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x + b[i]!);
}

function bounded(theta: Float64Array, { lower, upper }: DampedOptions): Float64Array {
  return theta.map((x, i) => Math.min(upper?.[i] ?? Infinity, Math.max(lower?.[i] ?? -Infinity, x)));
}
