/**
 * ADO: fits a learning curve to each group's training losses inside the run and prefers groups that still learn fast.
 * Source: Jiang et al. 2024 (arXiv 2410.11820); spec 2.11. Equations: ado-law.ts; curve fits: ado-fit.ts.
 */
import { normalise } from '#base/simplex';
import {
  note,
  online,
  train,
  type Complaint,
  type KnobsOf,
  type Proportions,
  type Setting,
  type Trained,
} from '../method.ts';
import { fitCurve, type CurveFitOptions } from './ado-fit.ts';
import { knobs, presets } from './ado-knobs.ts';
import { blended, preferred, slopeAt, type LearningCurve } from './ado-law.ts';
import { diagonal } from './doremi-law.ts';
import { priorComplaints, priorOf } from './prior.ts';
import { isNoted } from './recording.ts';

type Knobs = KnobsOf<typeof knobs>;

export const ado = online({
  id: 'ado',
  title: 'ADO',
  paper: 'Jiang et al. 2024',
  summary:
    'Fits a learning curve to each group’s training losses on the way and gives more to groups whose loss still falls fast. It needs no extra runs.',
  knobs,
  presets,
  complaints,
  lawUnit: 'nats per sequence',
  costFormula: 'Nothing besides the S steps of the final run; curve fits take little.',
  cost: ({ steps }) => ({ learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 }),
  *train(model, setting, given) {
    const { steps } = setting;
    const prior = priorOf(setting, given);
    if (setting.groups.length === 1) {
      yield* train(model, prior, steps);
      return prior;
    }
    const plan = planOf(setting, given);
    const history: History = { n: prior.map(() => []), losses: prior.map(() => []) };
    let curves: readonly LearningCurve[] | null = null;
    let exposure: readonly number[] = prior;
    let average: readonly number[] = prior;
    let p: Proportions = prior;
    for (let t = 0; t < steps;) {
      const segment = Math.min(given.updateSteps, steps - t);
      // Shares change at every update, so exact batches would round the same way each time; drawing at random does not.
      const drawn = yield* train(model, p, segment, { splitter: 'multinomial' });
      const isFit = Math.floor((t + segment) / plan.fitEvery) > Math.floor(t / plan.fitEvery);
      t += segment;
      remember(history, drawn, segment * setting.batch, given.sameStepSize);
      exposure = blended(exposure, normalise(drawn.counts), given.exposureMemory);
      if (t >= plan.startStep && isFit) {
        const fitted: readonly LearningCurve[] | null = fitAll(history, plan.fit, curves);
        if (fitted !== null) {
          curves = fitted;
          yield* note(
            'curves',
            t,
            curves.map(({ a, e, alpha }) => [a, e, alpha]),
          );
        }
      }
      if (curves === null) continue;
      const slopes = curves.map((curve, k) => slopeAt(curve, history.n[k]!.at(-1)!));
      const rho = preferred(slopes, prior, exposure, given);
      p = normalise(blended(average, rho, given.smoothing));
      average = blended(average, rho, 1 / (t + 1));
      if (!isNoted(t, steps) && !isFit) continue;
      yield* note('rho', t, rho);
      yield* note('p', t, p);
      yield* note('A', t, diagonal(slopes));
    }
    return p;
  },
});

/** Losses of each group along the run, and the sequences behind each. */
interface History {
  readonly n: number[][];
  readonly losses: number[][];
}

/** Adds a segment; a group that it did not hold repeats its last loss, or at first the mean of the batch. */
function remember({ n, losses }: History, { counts, losses: seen }: Trained, sequences: number, isShared: boolean) {
  const known = seen.filter((loss): loss is number => loss !== null && Number.isFinite(loss));
  const mean = known.reduce((a, b) => a + b, 0) / known.length;
  counts.forEach((count, k) => {
    n[k]!.push((n[k]!.at(-1) ?? 0) + (isShared ? sequences : count));
    const loss = seen[k];
    losses[k]!.push(loss !== null && Number.isFinite(loss) ? loss! : (losses[k]!.at(-1) ?? mean));
  });
}

/** A curve per group; null while there is nothing to fit for one that never had any. */
function fitAll(
  history: History,
  options: CurveFitOptions,
  last: readonly LearningCurve[] | null,
): readonly LearningCurve[] | null {
  const curves: LearningCurve[] = [];
  for (const [k, losses] of history.losses.entries()) {
    const curve = fitCurve({ n: history.n[k]!, losses }, options, last?.[k] ?? null) ?? last?.[k];
    if (curve === undefined) return null;
    curves.push(curve);
  }
  return curves;
}

interface Plan {
  readonly startStep: number;
  readonly fitEvery: number;
  readonly fit: CurveFitOptions;
}

/** Every setting that is chosen by the length of the run. */
function planOf({ steps }: Setting, given: Knobs): Plan {
  const updates = Math.ceil(steps / given.updateSteps);
  const window = given.smoothingWindow > 0 ? given.smoothingWindow : Math.min(101, Math.ceil(updates / 20));
  const ignoreSteps = given.ignoreSteps >= 0 ? given.ignoreSteps : Math.ceil(steps / 20);
  return {
    startStep: given.startStep > 0 ? given.startStep : Math.ceil(steps / 5),
    fitEvery: given.fitEvery > 0 ? given.fitEvery : Math.ceil(steps / 10),
    fit: {
      window: window + (window % 2 === 0 ? 1 : 0),
      ignored: Math.floor(ignoreSteps / given.updateSteps),
      thinning: given.thinning > 0 ? given.thinning : Math.max(1, Math.floor(updates / 200)),
      leastPoints: given.leastPoints,
      lossFloor: given.lossFloor > 0 ? given.lossFloor : null,
    },
  };
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const m = setting.groups.length;
  const found = priorComplaints(setting, given);
  if (m > 1 && given.leastShare * m >= 1)
    found.push({
      knob: 'leastShare',
      message: `${m} groups cannot each have a share of ${given.leastShare}.`,
      remedy: `Choose a share below ${(1 / m).toFixed(3)}.`,
    });
  const { startStep } = planOf(setting, given);
  if (m > 1 && startStep >= setting.steps)
    found.push({
      knob: 'startStep',
      message: `The shares would first move after ${startStep} of ${setting.steps} steps.`,
      remedy: 'Choose fewer steps; 0 chooses a fifth of the run.',
      severity: 'warning',
    });
  return found;
}
