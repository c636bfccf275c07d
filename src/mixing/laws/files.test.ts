import { expect, test } from 'vitest';
import { parseDomainWeights } from './domain-weights.ts';
import { parseMatrixFile } from './matrix-file.ts';
import { parseLawTable, parseMixtureAndLosses, parseTableCsv } from './table-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const matrix = [
  [1, 2, 3],
  [4, 5, 6.5],
];

/** A .npy file as NumPy writes it. */
function npy(options: { version?: 1 | 2; size?: 4 | 8; bigEndian?: boolean; columnMajor?: boolean } = {}): Uint8Array {
  const { version = 1, size = 8, bigEndian = false, columnMajor = false } = options;
  const start = version === 1 ? 10 : 12;
  const header =
    `{'descr': '${bigEndian ? '>' : '<'}f${size}', 'fortran_order': ${columnMajor ? 'True' : 'False'}, 'shape': (2, 3), }`
      .padEnd(118, ' ')
      .concat('\n');
  const file = new Uint8Array(start + header.length + 6 * size);
  file.set([0x93, ...bytes('NUMPY'), version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, header.length, true);
  else view.setUint32(8, header.length, true);
  file.set(bytes(header), start);
  matrix.forEach((row, i) =>
    row.forEach((value, j) => {
      const place = start + header.length + (columnMajor ? j * 2 + i : i * 3 + j) * size;
      if (size === 8) view.setFloat64(place, value, !bigEndian);
      else view.setFloat32(place, value, !bigEndian);
    }),
  );
  return file;
}

test.each([
  ['version 1, float64', npy()],
  ['version 2, float32', npy({ version: 2, size: 4 })],
  ['big-endian', npy({ bigEndian: true })],
  ['column by column', npy({ columnMajor: true })],
  ['from the middle of a buffer', npy().slice()],
])('reads an NPY matrix: %s', (_name, file) => {
  expect(parseMatrixFile(file, 'A.npy')).toEqual(matrix);
});

test('reads a matrix from JSON, and from CSV with or without names', () => {
  expect(parseMatrixFile(bytes('[[1,2,3],[4,5,6.5]]'), 'A.json')).toEqual(matrix);
  expect(parseMatrixFile(bytes('1,2,3\n4,5,6.5\n'), 'A.csv')).toEqual(matrix);
  expect(parseMatrixFile(bytes(',a,b,c\r\na,1,2,3\r\nb,4,5,6.5\r\n'), 'A.csv')).toEqual(matrix);
  expect(parseMatrixFile(bytes('a,b,c\n1,2,3\n4,5,6.5'), 'A.csv')).toEqual(matrix);
});

test('turns a matrix whose rows are declared as trained on; the file itself has the last word', () => {
  const turned = [
    [1, 4],
    [2, 5],
    [3, 6.5],
  ];
  expect(parseMatrixFile(bytes('[[1,2,3],[4,5,6.5]]'), 'A.json', 'trained')).toEqual(turned);
  expect(parseMatrixFile(bytes('{"rows":"trained","matrix":[[1,2,3],[4,5,6.5]]}'), 'A.json')).toEqual(turned);
});

test('names row and column of what is not a number, and the shape that is not a matrix', () => {
  expect(() => parseMatrixFile(bytes('[[1,2],[3,"x"]]'), 'A.json')).toThrow(/Row 2, column 2/);
  expect(() => parseMatrixFile(bytes('[[1,2],[3]]'), 'A.json')).toThrow(/Row 2 does not have 2/);
  expect(() => parseMatrixFile(bytes('1,2\n3,x\n'), 'A.csv')).toThrow(/row 2, column 2 holds "x"/);
  expect(() => parseMatrixFile(npy().subarray(0, 140), 'A.npy')).toThrow(/ends before its last number/);
  expect(() => parseMatrixFile(bytes('{"rows":"sideways","matrix":[[1]]}'), 'A.json')).toThrow(/"sideways"/);
});

test('a table of runs in JSON, by runs or by columns, is the same table', () => {
  const byRuns = parseLawTable({
    groups: ['a', 'b'],
    runs: [
      { proportions: [0.5, 0.5], losses: [3, 4], start: [5, 6] },
      { proportions: [1, 0], losses: [2, 5], start: [5, 6] },
    ],
  });
  const byColumns = parseLawTable({
    title: 'ignored',
    groups: ['a', 'b'],
    proportions: [
      [0.5, 0.5],
      [1, 0],
    ],
    losses: [
      [3, 4],
      [2, 5],
    ],
    starts: [
      [5, 6],
      [5, 6],
    ],
  });
  expect(byRuns).toEqual(byColumns);
});

const run = { proportions: [0.5, 0.5], losses: [3, 4] };
test.each([
  [{ groups: ['a', 'b'], runs: [run, { proportions: [0.5, 0.4], losses: [3, 4] }] }, /run 2 sum to 0.9/],
  [{ groups: ['a', 'b'], runs: [run, { proportions: [1.5, -0.5], losses: [3, 4] }] }, /Run 2 gives b a share of -0.5/],
  [{ groups: ['a', 'b'], runs: [run, { proportions: [0.5, 0.5], losses: [3] }] }, /Run 2 has 1 losses for 2 groups/],
  [{ groups: ['a', 'b'], runs: [run, { ...run, start: [5, 5] }] }, /Run 1 has no "start"/],
  [{ groups: ['a', 'a'], runs: [run] }, /"a" is named twice/],
  [{ groups: ['a', 'b'] }, /./],
])('a table that does not fit is refused: %#', (content, message) => {
  expect(() => parseLawTable(content, 'sweep.json')).toThrow(message);
});

test('one CSV holds proportions, losses and starts by the names of its columns', () => {
  const table = parseTableCsv('index,p_a,p_b,loss_b,loss_a,start_a,start_b\n1,0.5,0.5,4,3,5,6\n2,1,0,5,2,5,6\n');
  expect(table.targets).toEqual(['b', 'a']);
  expect(table.losses).toEqual([
    [4, 3],
    [5, 2],
  ]);
  expect(table.starts![0]).toEqual([6, 5]);
  expect(() => parseTableCsv('p_a,p_b,loss_a\n0.5,0.5,\n')).toThrow(/row 1, column loss_a holds ""/);
});

test("RegMix's two files are joined by index, whatever their order", () => {
  const mixtures = 'index,train_the_pile_arxiv,train_the_pile_github\n1,0.3,0.7\n2,0.9,0.1\n';
  const losses = 'index,metric/the_pile_arxiv_val_loss\n2,4.5\n1,5.5\n';
  expect(parseMixtureAndLosses(mixtures, losses)).toEqual({
    groups: ['the_pile_arxiv', 'the_pile_github'],
    targets: ['the_pile_arxiv'],
    proportions: [
      [0.3, 0.7],
      [0.9, 0.1],
    ],
    losses: [[5.5], [4.5]],
  });
  expect(() => parseMixtureAndLosses(mixtures, 'index,metric/a_val_loss\n1,5\n')).toThrow(/index 2 has no losses/);
});

test("DoReMi's weights are divided by their sum, and it is said that they were", () => {
  const found = parseDomainWeights({ train_domain_weights: { a: 0.2, b: 0.6 }, eval_domain_weights: { a: 1, b: 1 } });
  expect(found).toEqual({
    groups: ['a', 'b'],
    proportions: [expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)],
    sum: expect.closeTo(0.8, 12) as number,
    isRenormalised: true,
  });
  expect(() => parseDomainWeights({ a: -1 })).toThrow(/"a" has no weight/);
});
