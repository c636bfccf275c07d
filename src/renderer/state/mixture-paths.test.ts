import { expect, test } from 'vitest';
import { aRun } from '../testing/experiments.ts';
import { mixturePaths, runsToDraw } from './mixture-paths.ts';

test("a method's path is the mean over its seeds, its groups in the order asked for", () => {
  const trajectory = (seed: number, share: number) => ({
    run: `r${String(seed)}`,
    method: 'aioli',
    seed,
    groups: ['law', 'code'],
    points: [
      { step: 5, proportions: [0.5, 0.5] },
      { step: 10, proportions: [share, 1 - share] },
    ],
  });
  const [path] = mixturePaths([trajectory(0, 0.2), trajectory(1, 0.4)], [aRun()], ['code', 'law']);
  expect(path).toMatchObject({ name: 'Aioli', points: [[0.5, 0.5], [0.7, expect.closeTo(0.3, 12)]] }); // prettier-ignore
});

test('only finished runs are drawn, five seeds of a method at most', () => {
  const runs = [0, 1, 2, 3, 4, 5, 6].map((seed) => aRun({ id: `r${String(seed)}`, seed, state: 'finished' }));
  expect(runsToDraw([aRun({ id: 'live' }), ...runs])).toHaveLength(5);
});
