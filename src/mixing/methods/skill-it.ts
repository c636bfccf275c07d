/**
 * Skill-It: measures once how training on each group alone lowers every loss, then follows the current losses along
 * that graph. Source: Chen et al. 2023 (arXiv 2307.14430); spec 2.7. Equations: skill-it-law.ts.
 */
import { transposed } from '#base/linear-algebra';
import { Diverged } from '../diverged.ts';
import {
  evaluate,
  note,
  online,
  train,
  trials,
  type Asks,
  type Complaint,
  type Cost,
  type KnobsOf,
  type Losses,
  type Matrix,
  type Proportions,
  type Setting,
} from '../method.ts';
import { budgetComplaints, learningSteps } from './learning-steps.ts';
import { knobs, presets } from './skill-it-knobs.ts';
import { influences, lawAt, multiplied, windowed, windowSum } from './skill-it-law.ts';

type Knobs = KnobsOf<typeof knobs>;

export const skillIt = online({
  id: 'skill-it',
  title: 'Skill-It',
  paper: 'Chen et al. 2023',
  summary:
    'Trains one short run per group to learn which group helps which, then moves the shares along that graph towards what lowers the losses that are still high.',
  knobs,
  presets,
  complaints,
  learnsBy: ['graph'],
  lawUnit: 'nats that a graph run lowers the present loss by',
  costFormula:
    'm runs of S′ steps for the graph, or none when it is given; 2 m validation passes for them and one per update.',
  cost,
  *train(model, setting, given) {
    const G = yield* influenceGraph(setting, given);
    yield* note('G', 0, G);
    let p: Proportions = windowed(
      G,
      setting.groups.map(() => 1),
      given.eta,
    );
    const seen: Losses[] = [];
    let failures = 0;
    let round = 1;
    yield* note('p', round, p);
    for (const event of schedule(setting, given)) {
      if (event.what === 'train') yield* train(model, p, event.steps);
      if (event.what === 'evaluate') {
        const losses = yield* evaluate(model);
        const isSound = losses.every((loss) => Number.isFinite(loss));
        failures = isSound ? 0 : failures + 1;
        if (isSound) seen.push(losses);
        else yield* note('warning', round, 'A validation loss was not finite; the proportions stay as they were.');
        if (failures === 2) throw new Diverged('Validation losses were not finite twice in a row.', round);
      }
      if (event.what !== 'update') continue;
      round += 1;
      if (failures === 0 && seen.length > 0) {
        const losses = countedLosses(seen, given);
        p = nextProportions(p, G, losses, given);
        yield* note('A', round, lawAt(losses.at(-1)!, G));
      }
      yield* note('p', round, p);
    }
    return p;
  },
});

/** Evaluations as they enter the update. */
function countedLosses(seen: readonly Losses[], { relativeLosses }: Knobs): readonly Losses[] {
  return relativeLosses ? seen.map((losses) => losses.map((loss, i) => loss / seen[0]![i]!)) : seen;
}

function nextProportions(p: Proportions, G: Matrix, losses: readonly Losses[], given: Knobs): Proportions {
  if (given.form === 'egd') return multiplied(p, G, losses.at(-1)!, given.eta);
  return windowed(G, windowSum(losses, given.window), given.eta);
}

/** G, rows evaluated, columns trained: given, or learnt from one run per group alone. */
function* influenceGraph(setting: Setting, given: Knobs): Asks<Matrix> {
  const m = setting.groups.length;
  if (m === 1) return [[1]];
  const G =
    given.graph === null
      ? yield* learnGraph(setting, given)
      : given.graphRows === 'trained'
        ? transposed(given.graph)
        : given.graph;
  return given.clipGraph ? G.map((row) => row.map((g) => Math.max(0, g))) : G;
}

function* learnGraph(setting: Setting, given: Knobs): Asks<Matrix> {
  const steps = graphSteps(setting, given);
  const alone = setting.groups.map((_group, j) => ({
    proportions: setting.groups.map((_other, k) => (k === j ? 1 : 0)),
    steps,
    seed: setting.sharing?.learningSeed ?? setting.seed,
  }));
  const found = yield* trials(alone);
  const G = influences(
    found.map((trial) => trial.start),
    found.map((trial) => trial.losses),
  );
  if (!G.flat().every(Number.isFinite)) throw new Diverged('A loss of the graph runs was not a number above 0.', 0);
  return G;
}

/** S' of each graph run: as given, or half the run divided among the groups; less under a budget. */
function graphSteps(setting: Setting, given: Knobs): number {
  const m = setting.groups.length;
  const asked = given.graphSteps > 0 ? given.graphSteps : Math.max(1, Math.floor(setting.totalSteps / 2 / m));
  return learningSteps(setting, asked, m);
}

type Event = { readonly what: 'train'; readonly steps: number } | { readonly what: 'evaluate' | 'update' };

/**
 * Training, evaluations and updates in order. With the timing `rounds` each update follows an evaluation; with
 * `official` evaluations keep a rhythm of their own: after steps 1, E + 1, 2E + 1, ... No update comes at the end.
 */
export function* schedule(setting: Setting, given: Knobs): Generator<Event> {
  const { steps } = setting;
  const U = roundLength(setting, given);
  const E = given.evaluateSteps > 0 ? given.evaluateSteps : Math.max(1, Math.floor(U / 2));
  const isOfficial = given.timing === 'official';
  const isAlone = setting.groups.length === 1;
  for (let done = 0; done < steps;) {
    const nextUpdate = isAlone ? steps : (Math.floor(done / U) + 1) * U;
    const nextEvaluation = isOfficial && !isAlone ? Math.ceil(done / E) * E + 1 : nextUpdate;
    const until = Math.min(steps, nextUpdate, nextEvaluation);
    yield { what: 'train', steps: until - done };
    done = until;
    if (done === steps) return;
    if (done === nextEvaluation) yield { what: 'evaluate' };
    if (done === nextUpdate) yield { what: 'update' };
  }
}

function roundLength({ steps }: Setting, { updateSteps }: Knobs): number {
  return Math.min(steps, updateSteps > 0 ? updateSteps : Math.ceil(steps / 10));
}

function cost(setting: Setting, given: Knobs): Cost {
  const m = setting.groups.length;
  const learns = m > 1 && given.graph === null;
  const evaluations = [...schedule(setting, given)].filter((event) => event.what === 'evaluate').length;
  return {
    learningSteps: learns ? m * graphSteps(setting, given) : 0,
    measuringSteps: 0,
    finalSteps: setting.steps,
    evaluations: evaluations + (learns ? 2 * m : 0),
  };
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const m = setting.groups.length;
  if (m === 1) return [];
  if (given.graph === null) return budgetComplaints(setting, m);
  if (given.graph.length !== m || given.graph.some((row) => row.length !== m))
    return [
      {
        knob: 'graph',
        message: `The graph has ${given.graph.length} rows for ${m} groups.`,
        remedy: `Give ${m} rows of ${m} numbers, in group order.`,
      },
    ];
  if (given.graphRows === 'undeclared')
    return [
      {
        knob: 'graphRows',
        message: 'It is not said whether a row of the graph is the group evaluated or the group trained on.',
        remedy: 'Choose "evaluated" or "trained"; the published graphs have the group trained on in rows.',
      },
    ];
  return [];
}
