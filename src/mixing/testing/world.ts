/**
 * Synthetic worlds with a known mixing law: they answer every ask of a method without training anything. `aioli
 * simulate` plays methods in them, and tests compare what a method finds with the law that was put in.
 *
 * A world divides batches without rounding: it trains at exactly the proportions asked for and reports the matching,
 * possibly fractional, counts. So a law measured in a noiseless linear world comes back exactly as (steps per segment)
 * x A, whichever shares the equations are solved with. With `realised` it divides whole sequences as a trainer does
 * (exact carry from zero in every segment), its losses follow the shares really drawn, and only solving with realised
 * shares gives A back.
 */
import { times } from '#base/linear-algebra';
import { randomFor } from '#base/random';
import { exactCarry } from '#base/rounding';
import type { Answer, Ask, Losses, Matrix, ProbeAsk, Probed, Proportions, TrainAsk } from '../method.ts';

/** A law that losses follow; all losses in nats per token. */
export type Law = LinearDynamic | LogLinearStatic;

/** Each step at p lowers the loss of group i by sum_j A_ij p_j, from `start` on. */
export interface LinearDynamic {
  readonly law: 'linear-dynamic';
  /** Per step. */
  readonly A: Matrix;
  readonly start: Losses;
  /** Standard deviation of what validation adds to each loss; 0 when absent. */
  readonly noise?: number;
}

/** With pbar the mean of p over all steps so far: L_i = c_i + b_i exp(-sum_j A_ij pbar_j); `start` before the first. */
export interface LogLinearStatic {
  readonly law: 'log-linear-static';
  readonly A: Matrix;
  readonly b: readonly number[];
  readonly c: readonly number[];
  readonly start: Losses;
  readonly noise?: number;
}

export interface World {
  answer(ask: Ask): Answer;
  /** True losses, without noise, of a model that was created here. */
  lossesOf(model: number): Losses;
}

export interface WorldOptions {
  /** Sequences per batch, for counts. */
  readonly batch: number;
  /** Seeds the noise of validation. */
  readonly seed: number;
  /** Divide batches into whole sequences and follow the shares really drawn. */
  readonly realised?: boolean;
}

/** A model in a world is the sum of the shares it was trained at. */
interface WorldModel {
  readonly seed: number;
  steps: number;
  /** Sum over steps of the proportions, per group. */
  readonly trained: number[];
}

/** Learning rate that probes report; a world has no schedule. */
const learningRate = 1e-3;

export function worldOf(law: Law, options: WorldOptions): World {
  const models: WorldModel[] = [];
  const m = law.start.length;
  const created = (seed: number): WorldModel => ({ seed, steps: 0, trained: law.start.map(() => 0) });
  const model = (number: number): WorldModel => {
    const found = models[number];
    if (found === undefined) throw new Error(`the method asked about model ${number}, which it never created`);
    return found;
  };
  const answer = (ask: Ask): Answer => {
    switch (ask.ask) {
      case 'create':
        return { model: models.push(created(ask.seed)) - 1 };
      case 'train':
        return trained(law, model(ask.model), ask, options);
      case 'evaluate':
        return { losses: measured(law, model(ask.model), options.seed, ask.subset) };
      case 'probe':
        return probed(law, model(ask.model), ask.reference === undefined ? null : model(ask.reference), ask, options);
      case 'slopes':
        return { falls: fallsPerStep(law, model(ask.model)).map((row) => row.map((fall) => fall * ask.steps)) };
      case 'trials':
        return {
          trials: ask.trials.map((trial) => {
            const fresh = created(trial.seed);
            const start = measured(law, fresh, options.seed);
            advance(fresh, sharesOf(trial.proportions, trial.steps, options).shares, trial.steps);
            return { start, losses: measured(law, fresh, options.seed) };
          }),
        };
      case 'note':
        return null;
    }
  };
  if (law.A.length !== m) throw new Error(`the law has ${law.A.length} rows for ${m} losses`);
  return { answer, lossesOf: (number) => lossesOf(law, model(number)) };
}

function lossesOf(law: Law, { steps, trained }: WorldModel): number[] {
  if (law.law === 'linear-dynamic') {
    const fallen = times(law.A, trained);
    return law.start.map((loss, i) => loss - fallen[i]!);
  }
  if (steps === 0) return [...law.start];
  const exponents = times(
    law.A,
    trained.map((sum) => sum / steps),
  );
  return law.c.map((c, i) => c + law.b[i]! * Math.exp(-exponents[i]!));
}

/** Losses as validation sees them. The noise belongs to the model's state, so that evaluating twice gives the same. */
function measured(law: Law, model: WorldModel, seed: number, subset = 0): number[] {
  const losses = lossesOf(law, model);
  const sd = law.noise ?? 0;
  if (sd === 0) return losses;
  const random = randomFor(seed, `noise ${model.seed} ${subset} ${model.steps} ${model.trained.join(' ')}`);
  return losses.map((loss) => loss + sd * random.normal());
}

function advance(model: WorldModel, shares: Proportions, steps: number): void {
  shares.forEach((share, j) => (model.trained[j]! += share * steps));
  model.steps += steps;
}

/** Counts of a segment, and the shares at which its losses move. */
function sharesOf(p: Proportions, steps: number, { batch, realised }: WorldOptions) {
  if (realised !== true) return { counts: p.map((share) => share * steps * batch), shares: p };
  const counts = p.map(() => 0);
  let carry: readonly number[] = counts;
  for (let step = 0; step < steps; step++) {
    const next = exactCarry(batch, p, carry);
    carry = next.carry;
    next.counts.forEach((n, j) => (counts[j]! += n));
  }
  return { counts, shares: counts.map((n) => n / (steps * batch)) };
}

function trained(law: Law, model: WorldModel, ask: TrainAsk, options: WorldOptions): Answer {
  const before = lossesOf(law, model);
  const { counts, shares } = sharesOf(ask.proportions, ask.steps, options);
  // A step whose losses are weighted moves like one whose batch has these shares.
  advance(model, ask.lossWeights ?? shares, ask.steps);
  const after = lossesOf(law, model);
  return { counts, losses: counts.map((n, i) => (n > 0 ? (before[i]! + after[i]!) / 2 : null)) };
}

/**
 * Gradients are read off the law: the loss of group i falls per step on group j by (learning rate) x <g_i, g_j>, so the
 * alignment of j with the mean validation gradient is the mean over i of that fall, divided by the learning rate.
 */
function probed(
  law: Law,
  model: WorldModel,
  reference: WorldModel | null,
  ask: ProbeAsk,
  options: WorldOptions,
): Probed {
  const { counts } = sharesOf(ask.proportions, 1, options);
  const seen = (losses: Losses) => losses.map((loss, i) => (counts[i]! > 0 ? loss : null));
  const m = counts.length;
  const falls = fallsPerStep(law, model);
  return {
    counts,
    losses: seen(lossesOf(law, model)),
    learningRate,
    ...(reference && { referenceLosses: seen(lossesOf(law, reference)) }),
    ...(reference && ask.tokenExcess && { tokenExcess: seen(excess(lossesOf(law, model), lossesOf(law, reference))) }),
    ...(ask.gradients && {
      alignments: counts.map((n, j) => (n > 0 ? falls.reduce((sum, row) => sum + row[j]!, 0) / m / learningRate : 0)),
      gradientNorms: counts.map((n) => (n > 0 ? 1 : 0)),
      gradientScales: counts.map(() => 1),
      ...(ask.gradients.perGroup && {
        alignmentMatrix: falls.map((row) => row.map((fall, j) => (counts[j]! > 0 ? fall / learningRate : 0))),
      }),
    }),
  };
}

/** All tokens of a group are alike here, so clipping by token and by group is the same. */
function excess(losses: Losses, reference: Losses): number[] {
  return losses.map((loss, i) => Math.max(0, loss - reference[i]!));
}

/** Entry (i, j): how much the next step on group j alone lowers the loss of group i, to first order. */
function fallsPerStep(law: Law, { steps, trained }: WorldModel): Matrix {
  if (law.law === 'linear-dynamic') return law.A;
  const pbar = trained.map((sum) => (steps > 0 ? sum / steps : 1 / trained.length));
  const exponents = times(law.A, pbar);
  return law.A.map((row, i) =>
    row.map((a) => (law.b[i]! * Math.exp(-exponents[i]!) * (a - exponents[i]!)) / (steps + 1)),
  );
}

/** A world that reads its validation losses from a list, one vector per evaluation, and trains without rounding. */
export function scriptedWorld(losses: readonly Losses[], batch = 8): World {
  const m = losses[0]!.length;
  const flat = worldOf(
    { law: 'linear-dynamic', A: losses[0]!.map(() => Array<number>(m).fill(0)), start: losses[0]! },
    { batch, seed: 0 },
  );
  let next = 0;
  const answer = (ask: Ask): Answer => {
    if (ask.ask !== 'evaluate') return flat.answer(ask);
    const scripted = losses[next++];
    if (scripted === undefined)
      throw new Error(`the script has ${losses.length} evaluations and one more was asked for`);
    return { losses: scripted };
  };
  return { answer, lossesOf: () => losses[Math.max(0, next - 1)]! };
}
