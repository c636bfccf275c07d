import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aComparisonOf, aFinishedRun } from '#mixing/testing/finished-run';
import { gradientEstimate } from '#mixing/laws/provenance';
import { aRecord } from '../testing/record.ts';
import { partsOf, sectionIds, sections } from './index.ts';

const blocksOf = (id: string, record = aRecord()) => sections.find((section) => section.id === id)!.blocks(record);

test('the summary says by how much, against what, and whether that is more than luck', () => {
  const [, findings] = blocksOf('summary');
  expect(findings).toEqual({
    kind: 'list',
    items: [
      expect.stringMatching(
        /^With one seed average test perplexity of =Aioli, "new" is 0\.3379 lower than that of Stratified: 4\.7157 against 5\.0537 \(one/,
      ),
    ],
  });
});

test('the summary names what limits the result', () => {
  const limits = JSON.stringify(blocksOf('summary').at(-1));
  for (const words of ['Two seeds', '1 of 4 runs are not in the means', 'No licence is noted for 50%_a|b<i>'])
    expect(limits).toContain(words);
});

test('the best of a column stands out, in differences nothing does', () => {
  const tables = blocksOf('results').flatMap((block) => (block.kind === 'table' ? [block.table] : []));
  const marks = tables.map(({ rows }) => rows.map((cells) => cells[1]!.emphasis ?? ''));
  expect(marks).toEqual([['second', 'best'], [''], [''], ['second', 'best', '']]);
});

test('the summary calls a difference whose interval includes zero no clear one', () => {
  const runs = [0.3, -0.2, 0.25, -0.3].flatMap((drop, seed) => [
    aFinishedRun('stratified', seed, [2, 2], { label: 'Stratified' }),
    aFinishedRun('aioli', seed, [2 - drop, 2 - drop], { label: '=Aioli, "new"' }),
  ]);
  const [, findings] = blocksOf('summary', aRecord({ comparison: aComparisonOf(runs) }));
  expect(JSON.stringify(findings)).toContain('there is no clear difference between =Aioli');
  expect(JSON.stringify(findings)).not.toMatch(/lowers|raises/);
});

test('results hold the difference of every method with interval, p, chances and verdict', () => {
  const runs = [0.03, 0.02, 0.021, 0.015, 0.02].flatMap((drop, seed) => [
    aFinishedRun('stratified', seed, [2, 2], { label: 'Stratified' }),
    aFinishedRun('aioli', seed, [2 - drop, 2 - drop], { label: '=Aioli, "new"' }),
  ]);
  const tables = blocksOf('results', aRecord({ comparison: aComparisonOf(runs) })).flatMap((block) =>
    block.kind === 'table' ? [block.table] : [],
  );
  const judged = tables.find(({ caption }) => caption === 'Against Stratified by average test perplexity')!;
  expect(judged.rows.map((cells) => cells.map(({ text }) => text))).toEqual([
    [
      '=Aioli, "new"',
      '−0.155',
      '−0.204 to −0.106',
      '−2.10',
      '5 of 5',
      '< 0.001',
      '< 0.001',
      'over 99 %',
      'under 1 %',
      'under 1 %',
      'better',
    ],
  ]);
});

test('results begin with a picture of the differences, with intervals and the band that does not matter', () => {
  const [first] = blocksOf('results');
  expect(first).toMatchObject({
    kind: 'charts',
    charts: [{ chart: 'differences' }],
    caption: expect.stringContaining(
      'Difference of average perplexity to Stratified, paired by seed, with 95 %',
    ) as string,
  });
});

test('costs say tokens, operations and which methods no other beats on cost and loss', () => {
  const costly = { learningSteps: 50, finalSteps: 100, computedSteps: 150, seconds: 9, tokens: 76_800, flops: 3e10 };
  const runs = [
    aFinishedRun('stratified', 0, [2, 2], { label: 'Stratified' }),
    aFinishedRun('aioli', 0, [2.1, 2.1], { label: '=Aioli, "new"', cost: costly }),
  ];
  const [block] = blocksOf('costs', aRecord({ comparison: aComparisonOf(runs) }));
  const rows = block?.kind === 'table' ? block.table.rows : [];
  expect(rows.map((cells) => cells.slice(9).map(({ text }) => text))).toEqual([
    ['–', '–', 'best'],
    ['76.8\u2009k', '30.0\u2009G', 'beaten'],
  ]);
});

test('failed runs are named with state and reason', () => {
  const [block] = blocksOf('failures');
  expect(JSON.stringify(block)).toContain('The loss of step 41 is not a finite number.');
});

test('the checklist marks what is open', () => {
  const [block] = blocksOf('checklist');
  const rows = block?.kind === 'table' ? block.table.rows.map((cells) => [cells[0]!.text, cells[2]!.text]) : [];
  expect(rows).toContainEqual(['How many repetitions?', 'open']);
  expect(rows).toContainEqual(['Can it be repeated?', 'done']);
});

test('the experiment file and the command stand under how to repeat it', () => {
  const code = blocksOf('repeat').flatMap((block) => (block.kind === 'code' ? [block.text] : []));
  expect(code[0]).toBe('aioli run repeat.experiment.json');
  expect(JSON.parse(code[1]!)).toEqual(aRecord().file);
});

test('sections with nothing to say are left out', () => {
  const record = aRecord({ notes: '', experiment: { ...aRecord().experiment, notes: ' ' } });
  const ids = partsOf({ ...record, runs: record.runs.map((run) => ({ ...run, law: [] })) }).map(({ id }) => id);
  expect(ids).toEqual(sectionIds.filter((id) => id !== 'notes' && id !== 'laws'));
});

test('every section is in docs/reports.md', () => {
  const page = readFileSync(new URL('../../../docs/reports.md', import.meta.url), 'utf8');
  expect(sectionIds.filter((id) => !page.includes(`| \`${id}\` |`))).toEqual([]);
});

test('laws say whether they were measured and how far the choice of sequences moves them; older reports say nothing', () => {
  const record = aRecord();
  const lawOrigin = { provenance: gradientEstimate, subsetError: 0.08 };
  const blocks = blocksOf('laws', { ...record, runs: record.runs.map((run) => ({ ...run, lawOrigin })) });
  expect(blocks.at(-1)).toEqual({
    kind: 'list',
    items: [
      '=Aioli, "new", seed 0: Gradient estimate, first order. Read on some of the sequences: in the latest round others would have moved its falls by about 8.0\u00a0%.',
    ],
  });
  const [, charts] = blocks;
  expect(charts?.kind === 'charts' && charts.instead[0]!.caption).toContain(
    'seed 0, gradient estimate, first order, at step',
  );
  expect(blocksOf('laws').some(({ kind }) => kind === 'list')).toBe(false);
});
