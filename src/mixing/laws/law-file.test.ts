import { expect, test } from 'vitest';
import { Refusal } from '#base/refusal';
import { lawFormats, readLaw, writeLaw, type LawRecord } from './law-file.ts';
import { writeNpy } from './npy.ts';
import { gradientEstimate } from './provenance.ts';

const law: LawRecord = {
  label: 'Aioli, mean of 2 seeds',
  method: 'aioli',
  seeds: [0, 1],
  runs: ['r1', 'r2'],
  groups: ['law, old', 'code'],
  unit: 'nats per step',
  rounds: [
    { round: 0, step: 0, matrix: [[0.1, -1 / 3], [NaN, 2e-17]], errors: [[0.01, 0], [NaN, 1]], proportions: [0.5, 0.5] }, // prettier-ignore
    { round: 1, step: 40, matrix: [[1, 2], [3, 4]], errors: null }, // prettier-ignore
  ],
};

test.each(lawFormats)('a law written as %s is read back to the last digit, missing entries too', (format) => {
  const { groups, estimates } = readLaw(writeLaw(law, format), `law.${format}`);
  expect(estimates.map(({ matrix }) => matrix)).toEqual(law.rounds.map(({ matrix }) => matrix));
  expect(groups).toEqual(format === 'npy' ? null : law.groups);
  expect(estimates.map(({ step }) => step)).toEqual(format === 'npy' ? [0, 1] : [0, 40]);
});

test('NPY is (time, to, from) in a file that NumPy reads: aligned numbers behind a header of version 1', () => {
  const bytes = writeLaw(law, 'npy');
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, 128));
  expect(header).toBe(`${"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2, 2), }".padEnd(117)}\n`);
  expect(bytes).toHaveLength(128 + 8 * 8);
});

test('an array saved by column, and one whose rows are trained on, are turned the right way', () => {
  const data = Float64Array.from([1, 2, 3, 4]);
  const bytes = writeNpy({ shape: [2, 2], data });
  expect(readLaw(bytes, 'A.npy', 'trained').estimates[0]!.matrix).toEqual([[1, 3], [2, 4]]); // prettier-ignore
  const byColumn = new TextEncoder().encode('True ');
  bytes.set(byColumn, new TextDecoder('latin1').decode(bytes).indexOf('False'));
  expect(readLaw(bytes, 'A.npy').estimates[0]!.matrix).toEqual([[1, 3], [2, 4]]); // prettier-ignore
});

test('a single matrix in JSON or CSV is a law of one moment', () => {
  const text = (content: string) => new TextEncoder().encode(content);
  expect(readLaw(text('[[1, 2], [3, 4]]'), 'A.json').estimates).toEqual([{ round: 0, step: 0, matrix: [[1, 2], [3, 4]] }]); // prettier-ignore
  expect(readLaw(text('{"rows": "trained", "matrix": [[1, 2], [3, 4]]}'), 'A.json').estimates[0]!.matrix).toEqual([[1, 3], [2, 4]]); // prettier-ignore
  expect(readLaw(text('1,2\n3,4\n'), 'A.csv').estimates[0]!.matrix).toEqual([[1, 2], [3, 4]]); // prettier-ignore
});

test('a matrix that is not square is refused by name', () => {
  const bytes = new TextEncoder().encode('[[1, 2, 3], [4, 5, 6]]');
  expect(() => readLaw(bytes, 'A.json')).toThrow(Refusal);
  expect(() => readLaw(bytes, 'A.json')).toThrow(/2 rows and 3 columns/);
});

test('where a law comes from and the error by its choice of sequences are written, and older files without them are read', () => {
  const text = (record: LawRecord, format: 'csv' | 'json') => new TextDecoder().decode(writeLaw(record, format));
  const estimated = { ...law, provenance: gradientEstimate, subsetError: 0.07 };
  expect(JSON.parse(text(estimated, 'json'))).toMatchObject({ provenance: gradientEstimate, subsetError: 0.07 });
  const [header, first] = text(estimated, 'csv').split(/\r?\n/);
  expect(header).toBe('method,seeds,round,step,to,from,value,se,unit,subset_error');
  expect(first).toMatch(/,"nats per step, gradient estimate, first order",0\.07$/);
  expect(text(law, 'csv').split(/\r?\n/)[1]).toMatch(/,nats per step,$/);
  const older = text(law, 'csv')
    .replace(',subset_error', '')
    .replaceAll(/,nats per step,(?=\r?\n)/g, ',nats per step');
  expect(readLaw(new TextEncoder().encode(older), 'law.csv').estimates.map(({ matrix }) => matrix)).toEqual(
    law.rounds.map(({ matrix }) => matrix),
  );
});
