import { expect, test } from 'vitest';
import { aFittedLaw } from '../testing/laws.ts';
import { parameterColumns, predictorOf, staticLaws } from './fitted-law.ts';

test('only laws of the loss itself are offered', () => {
  expect(staticLaws.map((law) => law.id)).not.toContain('linear-dynamic');
});

test('parameters are columns by name and group, without A where t says the same', () => {
  const columns = parameterColumns(aFittedLaw(['law', 'code', 'speeches']));
  expect(columns.map(({ title }) => title)).toEqual(['c', 'g', 'b', 't of law', 't of code', 't of speeches']);
  const [c, , b] = columns;
  const [low, high] = c!.cells[0]!.interval!;
  expect(low).toBeLessThan(c!.cells[0]!.value);
  expect(high).toBeGreaterThan(c!.cells[0]!.value);
  expect(b!.cells.map(({ interval }) => interval)).toEqual([null, null, null]);
});

test('what the law predicts at a run is what the engine said', () => {
  const law = aFittedLaw(['law', 'code']);
  const [row] = law.rows;
  predictorOf(law)(row!.proportions).forEach((loss, i) => expect(loss).toBeCloseTo(row!.predicted[i]!, 10));
});
