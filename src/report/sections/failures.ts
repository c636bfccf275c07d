import { formatCount } from '#base/format';
import { words, type Section } from '../block.ts';
import { anchorOfRun } from '../record.ts';

export const failures: Section = {
  id: 'failures',
  title: 'Failed and excluded runs',
  help: 'Runs that are in no mean, and why',
  blocks: ({ runs, methods }) => {
    const left = runs.filter((run) => run.testLosses === null);
    if (left.length === 0)
      return [{ kind: 'text', text: `None: all ${formatCount(runs.length)} runs finished and are in the means.` }];
    return [
      {
        kind: 'table',
        table: {
          caption: 'Runs that are in no mean',
          header: ['Run', 'seed', 'step', 'state', 'reason'],
          words: [3, 4],
          rows: left.map(({ id, method, seed, step, steps, state, problem }) => [
            { text: methods[method]!.label, target: anchorOfRun(id) },
            { text: String(seed), number: seed },
            { text: `${formatCount(step)} of ${formatCount(steps)}`, number: step },
            words(state),
            words(problem ?? 'not finished when the numbers were taken'),
          ]),
        },
      },
    ];
  },
};
