/**
 * DoGE: trains a proxy whose weights lean towards groups whose gradients point along the validation gradient; the mean
 * of those weights is the mixture. Source: Fan et al. 2023 (arXiv 2310.15393); spec 2.9. Equations: doge-law.ts.
 */
import { normalise, uniform } from '#base/simplex';
import { Diverged } from '../diverged.ts';
import {
  create,
  note,
  offline,
  probe,
  train,
  type Complaint,
  type Cost,
  type KnobsOf,
  type Probed,
  type Setting,
} from '../method.ts';
import { knobs, presets } from './doge-knobs.ts';
import { alignmentScores, reweighted } from './doge-law.ts';
import { budgetComplaints, learningSteps } from './learning-steps.ts';
import { isNoted } from './recording.ts';

type Knobs = KnobsOf<typeof knobs>;

/** Times along the proxy at which the whole matrix is measured; each costs one more backward pass per group. */
const notes = 20;

export const doge = offline({
  id: 'doge',
  title: 'DoGE',
  paper: 'Fan et al. 2023',
  summary:
    'Trains a proxy and, at every step, counts those groups more whose gradients point where the validation losses fall. The average of its weights becomes the mixture.',
  knobs,
  presets,
  complaints,
  learnsBy: ['proxy'],
  lawUnit: 'alignment of gradients',
  costFormula:
    'A proxy of S′ steps, each with a backward pass per group, one for validation and one for the step itself. No validation passes.',
  cost,
  *learn(setting, given) {
    const m = setting.groups.length;
    if (m === 1) return [1];
    const steps = proxySteps(setting, given);
    const sampling = uniform(m);
    const sum = sampling.map(() => 0);
    let w = sampling;
    let failures = 0;
    const proxy = yield* create('proxy', steps, setting.seed);
    for (let step = 1; step <= steps; step++) {
      const gradients = {
        validationSequences: given.validationSequences > 0 ? given.validationSequences : 2 * m,
        ...(isNoted(step, steps, notes) && ({ perGroup: true } as const)),
      };
      const seen = yield* probe(proxy, sampling, { gradients });
      failures = isSound(seen) ? 0 : failures + 1;
      if (failures === 2) throw new Diverged('Gradients of the proxy were not finite twice in a row.', step);
      if (failures === 0) {
        const range = [given.lowScore, given.highScore] as const;
        const scores = alignmentScores(seen.alignments!, seen.gradientNorms!, seen.learningRate, range);
        w = reweighted(w, scores, given.mu, given.smoothing);
        // Weights times what clipping leaves of each gradient: the step is then sum_i w_i clip(g_i).
        const lossWeights = w.map((weight, i) => weight * (seen.gradientScales?.[i] ?? 1));
        yield* train(proxy, sampling, 1, { lossWeights });
      } else yield* train(proxy, sampling, 1, { lossWeights: w });
      w.forEach((weight, i) => (sum[i]! += weight));
      if (seen.alignmentMatrix === undefined) continue;
      yield* note('w', step, w);
      yield* note('A', step, seen.alignmentMatrix);
    }
    return normalise(sum);
  },
});

function isSound({ alignments, gradientNorms }: Probed): boolean {
  return [...alignments!, ...gradientNorms!].every(Number.isFinite);
}

function proxySteps(setting: Setting, { learnSteps }: Knobs): number {
  return learningSteps(setting, learnSteps > 0 ? learnSteps : setting.totalSteps, 1);
}

function cost(setting: Setting, given: Knobs): Cost {
  const learns = setting.groups.length > 1;
  return {
    learningSteps: learns ? proxySteps(setting, given) : 0,
    measuringSteps: 0,
    finalSteps: setting.steps,
    evaluations: 0,
  };
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const { groups } = setting;
  if (groups.length === 1) return [];
  const found = [...budgetComplaints(setting, 1)];
  if (given.lowScore > given.highScore)
    found.push({
      knob: 'lowScore',
      message: `The lowest score (${given.lowScore}) is above the highest (${given.highScore}).`,
      remedy: 'Choose a lowest score below the highest; 0 and 5 are usual.',
    });
  if (given.validationSequences > 0 && given.validationSequences < groups.length)
    found.push({
      knob: 'validationSequences',
      message: `${given.validationSequences} validation sequences cannot hold all ${groups.length} groups in one step.`,
      remedy: `Choose ${groups.length} or more; groups take turns otherwise.`,
      severity: 'warning',
    });
  return found;
}
