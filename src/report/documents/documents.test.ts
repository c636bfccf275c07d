import { Script } from 'node:vm';
import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { compare } from '#mixing/comparison';
import { aFinishedRun } from '#mixing/testing/finished-run';
import type { ReportRecord } from '../record.ts';
import { sectionIds } from '../sections/index.ts';
import { aRecord } from '../testing/record.ts';
import type { Appearance } from './document.ts';
import { documents } from './index.ts';

async function write(format: string, record = aRecord(), appearance: Appearance = {}): Promise<string> {
  return await documents.find(({ id }) => id === format)!.write(record, appearance);
}

async function page(record?: ReportRecord, appearance?: Appearance) {
  const window = new Window();
  window.document.write(await write('html', record, appearance));
  return window.document;
}

/** Numbers of the first results table, as a format shows them. */
const digits = ['7.464', '2.732', '6.686'];

test('every format says the same digits', async () => {
  for (const format of ['html', 'md', 'tex'])
    for (const number of digits) expect(await write(format)).toContain(number);
});

test('HTML is one page that fetches nothing and runs its own script only', async () => {
  const text = await write('html');
  const document = await page();
  const fetching = document.querySelectorAll('link, img, iframe, object, embed, [src], [srcset], [style*="url("]');
  expect([...fetching].map((element) => element.outerHTML)).toEqual([]);
  expect(text).not.toMatch(/@import|url\((?!data:|#)/);
  const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!;
  expect(policy).toMatch(/^default-src 'none'.*script-src 'sha256-[\w+/]+='/);
  expect(document.querySelectorAll('script')).toHaveLength(1);
  expect(document.querySelectorAll('[onclick], [onerror], [onload]')).toHaveLength(0);
});

test('HTML shows names as text whatever they hold', async () => {
  const document = await page();
  expect(document.querySelector('h1')!.textContent).toBe('Aioli <script>alert(1)</script> & 100 % of {x}_y');
  expect(document.querySelector('#notes')!.textContent).toContain('<img src=x onerror=alert(1)>');
  expect(document.querySelector('#notes strong')!.textContent).toBe('bold');
});

test('HTML has every section with its heading and the charts of the window', async () => {
  const document = await page();
  expect([...document.querySelectorAll('section')].map(({ id }) => id)).toEqual(sectionIds);
  expect(document.querySelectorAll('#losses svg[role="img"]')).toHaveLength(3);
  expect(document.querySelectorAll('#laws .round')).toHaveLength(3);
  expect(document.querySelectorAll('#laws .round:not([hidden])')).toHaveLength(1);
  expect(await write('html')).not.toMatch(/NaN|undefined|\[object/);
});

test('every link inside HTML leads somewhere, and numbers lead to their runs', async () => {
  const document = await page();
  const links = [...document.querySelectorAll('a[href^="#"]')].map((a) => a.getAttribute('href')!.slice(1));
  expect(links.filter((id) => document.getElementById(id) === null)).toEqual([]);
  const row = document.querySelectorAll('#results tbody tr')[1]!;
  expect(row.querySelectorAll('td a').length).toBe(row.querySelectorAll('td').length);
});

test('without the appendix no link is left that leads nowhere', async () => {
  const document = await page(aRecord(), { sections: ['results', 'summary'] });
  expect([...document.querySelectorAll('section')].map(({ id }) => id)).toEqual(['results', 'summary']);
  expect(document.querySelectorAll('a[href^="#"]')).toHaveLength(0);
});

test('the script of the page can be parsed', async () => {
  const script = (await page()).querySelector('script')!.textContent;
  expect(() => new Script(script)).not.toThrow();
});

test('Markdown tables have as many cells in every row as in the header', async () => {
  const tables = (await write('md')).split(/\n\n+/).flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('|'));
    return lines.length > 0 ? [lines.map((line) => line.replaceAll('\\|', '').split('|').length)] : [];
  });
  expect(tables.length).toBeGreaterThan(8);
  expect(tables.filter((counts) => new Set(counts).size !== 1)).toEqual([]);
});

test('LaTeX escapes what it would read as a command, balances braces and environments', async () => {
  const text = await write('tex');
  expect(text).toContain('\\title{Aioli \\textless{}script\\textgreater{}alert(1)');
  expect(text).toContain('50\\%\\_a\\textbar{}b');
  const braces = text.replaceAll(/\\[{}]/g, '');
  expect(braces.split('{').length).toBe(braces.split('}').length);
  const open: string[] = [];
  for (const [, what, name] of text.matchAll(/\\(begin|end)\{(\w+)\}/g)) {
    if (what === 'begin') open.push(name!);
    else expect(open.pop()).toBe(name);
  }
  expect(open).toEqual([]);
  const bare = text.split('\n').filter((line) => !line.startsWith('%') && /(?<!\\)[%#]/.test(line.replace(/#1/g, '')));
  expect(bare).toEqual([]);
});

test('rows of a LaTeX table have as many cells as the table has columns', async () => {
  const tables = [...(await write('tex')).matchAll(/\\begin\{tabular\}\{([lr]+)\}([\s\S]*?)\\end\{tabular\}/g)];
  for (const [, columns, body] of tables) {
    const rows = body!.split('\n').filter((line) => line.endsWith('\\\\'));
    rows.forEach((line) => expect(line.replaceAll('\\&', '').split('&')).toHaveLength(columns!.length));
  }
});

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g);
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('CSV has a line per run with its id, seed, data and model', async () => {
  const [header, ...rows] = parseCsv(await write('csv'));
  expect(rows.every((row) => row.length === header!.length)).toBe(true);
  const records = rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]])));
  expect(records[2]).toMatchObject({
    run: 'id-1-0',
    label: `'=Aioli, "new"`,
    seed: '0',
    'mean loss': '1.455',
    'data law & order': 'hash0',
    model: 'checkpoints/id-1-0/model',
  });
  expect(records[3]).toMatchObject({ state: 'diverged', 'mean loss': '', model: '' });
});

test('JSON is the record itself', async () => {
  expect(JSON.parse(await write('json'))).toEqual(JSON.parse(JSON.stringify(aRecord())));
});

test('runs that failed are named with their reason in every format', async () => {
  for (const { id } of documents) expect(await write(id)).toContain('is not a finite number');
});

test('an unknown section is refused with those that there are', async () => {
  await expect(write('md', aRecord(), { sections: ['results', 'figures'] })).rejects.toMatchObject({
    code: 'option_invalid',
    details: { field: 'sections', remedy: expect.stringContaining('summary') as string },
  });
});

test('one method, one group and one seed still make a report', async () => {
  const { groups, methods, runs } = aRecord();
  const comparison = compare([aFinishedRun('stratified', 0, [2], { label: methods[0]!.label })], {
    experiment: 'first',
    groups: [groups[0]!.name],
    tokenizer: 'byte',
    baseline: 'stratified',
    tokensPerByte: [1],
  });
  const record = aRecord({
    groups: groups.slice(0, 1),
    methods: methods.slice(0, 1),
    runs: runs.slice(0, 1).map((run) => ({ ...run, testLosses: [2], validation: [], trajectory: [] })),
    seeds: [0],
    comparison,
  });
  for (const { id } of documents) expect(await write(id, record)).not.toMatch(/NaN|undefined/);
});
