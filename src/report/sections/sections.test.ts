import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aRecord } from '../testing/record.ts';
import { partsOf, sectionIds, sections } from './index.ts';

const blocksOf = (id: string, record = aRecord()) => sections.find((section) => section.id === id)!.blocks(record);

test('the summary says by how much, against what, and whether that is more than luck', () => {
  const [, findings] = blocksOf('summary');
  expect(findings).toEqual({
    kind: 'list',
    items: [
      expect.stringMatching(
        /^=Aioli, "new" lowers average test perplexity by 0\.3379 against Stratified with one seed: 4\.7157 against 5\.0537 \(one/,
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
  expect(marks).toEqual([['second', 'best'], [''], ['second', 'best', '']]);
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
