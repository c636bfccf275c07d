/** Shares that a person chose: one set for the whole run, or one row of a table per round. Spec 2.3. */
import { normalise } from '#base/simplex';
import { online, train, type Complaint, type KnobsOf, type Matrix, type Proportions, type Setting } from '../method.ts';
import { epochComplaints } from './availability.ts';

const knobs = {
  weights: {
    type: 'vector',
    default: null,
    isMixture: true,
    label: 'Weights',
    help: 'One weight per group, in group order. They are divided by their sum; 0 leaves a group out.',
    level: 'simple',
  },
  schedule: {
    type: 'table',
    default: null,
    label: 'Schedule',
    help: 'Instead of weights: one row of weights per round, used one after the other.',
    level: 'all',
  },
  updateSteps: {
    type: 'integer',
    default: 0,
    range: [0, 1e9],
    unit: 'steps',
    label: 'Steps per round',
    symbol: 'U',
    help: 'Length of each round of the schedule. 0 divides the run evenly among the rows; the last round may be shorter.',
    level: 'all',
  },
  repeatLast: {
    type: 'flag',
    default: false,
    label: 'Repeat the last row',
    help: 'Train the rest of the run at the last row when the rows end before the steps do.',
    level: 'all',
  },
} as const;
type Knobs = KnobsOf<typeof knobs>;

export const custom = online({
  id: 'custom',
  title: 'Custom',
  paper: 'baseline',
  summary:
    'Proportions that you set by hand, constant or by a schedule. Also a way to hand a known mixture to another method.',
  knobs,
  presets: {},
  complaints,
  costFormula: 'Nothing besides the S steps of the final run.',
  cost: ({ steps }) => ({ learningSteps: 0, measuringSteps: 0, finalSteps: steps, evaluations: 0 }),
  *train(model, setting, given) {
    const rows = rowsOf(given).map((row) => normalise(row));
    let last: Proportions = rows[0]!;
    for (const { row, steps } of segments(rows, setting, given)) {
      yield* train(model, row, steps);
      last = row;
    }
    return last;
  },
});

function rowsOf({ weights, schedule }: Knobs): Matrix {
  return schedule ?? (weights === null ? [] : [weights]);
}

function roundLength(rows: number, { steps }: Setting, { schedule, updateSteps }: Knobs): number {
  if (schedule === null) return steps;
  return updateSteps > 0 ? updateSteps : Math.ceil(steps / rows);
}

function* segments(rows: Matrix, setting: Setting, given: Knobs) {
  const length = roundLength(rows.length, setting, given);
  for (let done = 0, t = 0; done < setting.steps; t++) {
    const isLast = t >= rows.length - 1; // the last row takes what is left
    const steps = isLast ? setting.steps - done : Math.min(length, setting.steps - done);
    yield { row: rows[Math.min(t, rows.length - 1)]!, steps };
    done += steps;
  }
}

function complaints(setting: Setting, given: Knobs): readonly Complaint[] {
  const rows = rowsOf(given);
  const knob = given.schedule === null ? 'weights' : 'schedule';
  if (rows.length === 0)
    return [
      {
        knob: 'weights',
        message: 'No weights are given.',
        remedy: `Give ${setting.groups.length} weights, one per group, or a schedule of such rows.`,
        code: 'proportions_invalid',
      },
    ];
  const found = [
    ...rows.flatMap((row, t) => rowComplaints(row, t, knob, setting)),
    ...lengthComplaints(rows.length, setting, given),
  ];
  if (found.length > 0 || rows.length > 1) return found;
  return epochComplaints(setting, normalise(rows[0]!));
}

function rowComplaints(row: readonly number[], t: number, knob: string, { groups }: Setting): Complaint[] {
  const where = knob === 'schedule' ? `Row ${t + 1} of the schedule` : 'The list of weights';
  const code = 'proportions_invalid';
  if (row.length !== groups.length)
    return [
      {
        knob,
        message: `${where} has ${row.length} numbers for ${groups.length} groups.`,
        remedy: `Give one weight for each of ${groups.map((group) => group.name).join(', ')}.`,
        code,
      },
    ];
  if (row.some((w) => !Number.isFinite(w) || w < 0))
    return [{ knob, message: `${where} has a negative weight.`, remedy: 'Use weights of 0 or more.', code }];
  if (row.every((w) => w === 0))
    return [{ knob, message: `${where} is all zeros.`, remedy: 'Give at least one group a weight above 0.', code }];
  return [];
}

function lengthComplaints(rows: number, setting: Setting, given: Knobs): Complaint[] {
  if (given.schedule === null || (given.updateSteps === 0 && rows <= setting.steps)) return [];
  const covered = rows * roundLength(rows, setting, given);
  if (covered === setting.steps || (covered < setting.steps && given.repeatLast)) return [];
  return [
    {
      knob: 'schedule',
      message: `The schedule covers ${covered} steps, the run has ${setting.steps}.`,
      remedy:
        covered < setting.steps
          ? 'Add rows, lengthen the rounds, or let the last row repeat.'
          : 'Remove rows or shorten the rounds; updateSteps 0 divides the run evenly.',
      code: 'steps_do_not_fit',
    },
  ];
}
