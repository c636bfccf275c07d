/**
 * Online Data Mixing: a bandit over groups whose reward is the training loss. Source: Albalak et al. 2023
 * (arXiv 2312.02406); spec 2.12. Equations: odm-law.ts.
 */
import { uniform } from '#base/simplex';
import { note, online, train, type Complaint, type KnobsOf, type KnobTable, type Setting } from '../method.ts';
import { diagonal } from './doremi-law.ts';
import { rewarded, sharesOf } from './odm-law.ts';
import { isNoted } from './recording.ts';

const knobs = {
  form: {
    type: 'choice',
    default: 'repo',
    choices: [
      { value: 'repo', label: 'Published code (in proportion to perplexity)' },
      { value: 'paper', label: 'Paper (softmax of weighted losses)' },
    ],
    label: 'Reward and shares',
    help: 'How losses become shares. The published code and the paper differ.',
    level: 'simple',
  },
  memory: {
    type: 'number',
    default: 0.9,
    range: [0, 0.9999],
    unit: 'share',
    label: 'Memory',
    symbol: 'a',
    help: 'Share of the old reward that each update keeps.',
    level: 'simple',
  },
  updateSteps: {
    type: 'integer',
    default: 1,
    range: [1, 1e9],
    unit: 'steps',
    label: 'Steps per update',
    help: 'Steps trained at the same shares; the reward is then the mean loss over them.',
    level: 'simple',
  },
  warmupSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps before the first update',
    help: 'First steps at equal shares, which do not count as rewards.',
    level: 'all',
  },
} as const satisfies KnobTable;
type Knobs = KnobsOf<typeof knobs>;

export const odm = online({
  id: 'odm',
  title: 'ODM',
  paper: 'Albalak et al. 2023',
  summary:
    'Treats groups as arms of a bandit whose reward is their training loss. It favours groups that are hard, whether or not they can be learnt.',
  knobs,
  presets: {
    paper: { title: 'As published', knobs: { form: 'paper' } },
    'official-code': { title: 'Published code', knobs: { form: 'repo', memory: 0.9 } },
    small: { title: 'Short runs on one workstation', knobs: { memory: 0.8, warmupSteps: 20 } },
  },
  complaints,
  lawUnit: 'reward',
  costFormula: 'Nothing besides the S steps of the final run.',
  cost: ({ steps }) => ({ learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 }),
  *train(model, { groups, steps }, given) {
    const m = groups.length;
    let p = uniform(m);
    let rewards = p.map(() => 0);
    let lastUpdate = 0;
    const first = m === 1 ? steps : Math.min(steps, given.warmupSteps);
    if (first > 0) yield* train(model, p, first);
    for (let t = first; t < steps;) {
      const segment = Math.min(given.updateSteps, steps - t);
      // Shares change at every update, so exact batches would round the same way each time; drawing at random does not.
      const { losses } = yield* train(model, p, segment, { splitter: 'multinomial' });
      t += segment;
      rewards = rewarded(rewards, losses, p, given);
      p = sharesOf(rewards, t, given.form, lastUpdate);
      lastUpdate = t;
      if (!isNotedWithin(t, segment, steps)) continue;
      yield* note('p', t, p);
      yield* note('A', t, diagonal(rewards));
    }
    return p;
  },
});

/** Whether one of the last `segment` steps is noted. */
function isNotedWithin(t: number, segment: number, steps: number): boolean {
  for (let step = t; step > t - segment; step--) if (isNoted(step, steps)) return true;
  return false;
}

function complaints({ groups, steps }: Setting, { warmupSteps }: Knobs): readonly Complaint[] {
  if (groups.length === 1 || warmupSteps < steps) return [];
  return [
    {
      knob: 'warmupSteps',
      message: `The first update would come after ${warmupSteps} of ${steps} steps.`,
      remedy: 'Choose fewer steps, or train at equal shares with the method stratified.',
      severity: 'warning',
    },
  ];
}
