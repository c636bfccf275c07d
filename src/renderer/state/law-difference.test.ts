import { expect, test } from 'vitest';
import { aLaw, aRun } from '../testing/experiments.ts';
import { aMeasurement } from '../testing/laws.ts';
import { panelMinus, panelMinusMeasured, panelSince } from './law-difference.ts';
import { methodPanel } from './law-panel.ts';
import { timelineOf } from './law-view.ts';

const panelOf = (method: string, times: readonly number[], groups = ['law', 'code']) =>
  methodPanel(
    {
      method,
      label: method,
      series: times.map((factor, seed) =>
        aLaw({
          run: `${method}${String(seed)}`,
          method,
          seed,
          groups,
          rounds: aLaw().rounds.map((round) => ({
            ...round,
            raw: groups.map((_group, i) => groups.map((_other, j) => (round.raw[i]?.[j] ?? 0.001) * factor)),
          })),
        }),
      ),
    },
    'raw',
    null,
    (id) => aRun({ id }),
  );

test('A minus B is taken seed by seed, with its own uncertainty and how alike both are over time', () => {
  const [A, B] = [panelOf('aioli', [2, 4]), panelOf('doge', [1, 7])];
  const minus = panelMinus(timelineOf([A, B], 'step', 1), A, B);
  const [first] = minus.rounds;
  expect(first).toMatchObject({ seeds: 2, step: 0, agreeing: [[1, 1], [1, 1]] }); // prettier-ignore
  expect(first!.matrix[0]![0]).toBeCloseTo(-0.01, 12); // +0.01 in one seed, -0.03 in the other
  expect(first!.errors![0]![0]).toBeCloseTo(0.02, 12);
  expect(minus.similarity).toEqual([1, 1, 1].map((x) => expect.closeTo(x, 12) as number));
  expect(minus.minus).toBe('doge');
});

test('now minus then is zero at then, and says what then is', () => {
  const panel = panelOf('aioli', [1]);
  const since = panelSince(timelineOf([panel], 'step', 1), panel, 120);
  expect(since.minus).toBe('step 100');
  expect(since.rounds[1]!.matrix.flat()).toEqual([0, 0, 0, 0]);
  expect(since.rounds[0]!.matrix[0]![0]).toBeCloseTo(0.01 - 0.005, 12);
});

test('learned minus measured stands where something was measured, the learned law on the scale of A*', () => {
  const panel = panelOf('aioli', [1, 2], ['law', 'code', 'speeches']);
  const measured = [100, 150].map((step) => aMeasurement({ id: `m${String(step)}`, run: 'aioli0', step }));
  const found = panelMinusMeasured(panel, measured, 'raw', [0, 1, 2])!;
  expect(found.rounds.map(({ step }) => step)).toEqual([100, 150]);
  const [{ A, own }] = measured as [ReturnType<typeof aMeasurement>];
  expect(found.rounds[0]!.matrix[1]![2]).toBeCloseTo(own!.scaled[1]![2]! - A![1]![2]!, 12);
  expect(found.similarity[0]).toBe(own!.similarity.similarity);
  expect(panelMinusMeasured(panel, [], 'raw', [0, 1, 2])).toBeNull();
});

test('learned minus measured follows the order of the groups', () => {
  const panel = panelOf('aioli', [1], ['law', 'code', 'speeches']);
  const one = aMeasurement({ run: 'aioli0' });
  const [plain, turned] = [[0, 1, 2], [2, 1, 0]].map((order) => panelMinusMeasured(panel, [one], 'raw', order)!); // prettier-ignore
  expect(turned!.rounds[0]!.matrix[0]![1]).toBe(plain!.rounds[0]!.matrix[2]![1]);
});
