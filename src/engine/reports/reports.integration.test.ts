/** Reports of real runs: taken, kept, frozen, written; PDF where there is an Electron to print it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { ReportRecord } from '#report/record';
import { openEngine } from '../engine.ts';
import { setUpPart } from '../machine/doctor.ts';
import { freshFolder, smallExperiment, writeGroupText } from '../testing/small-experiment.ts';
import { defaultDesign } from './reports.ts';
import { readPdf } from './testing/pdf-text.ts';

const folder = freshFolder();
const out = join(folder, 'out');
let id = '';

beforeAll(async () => {
  mkdirSync(out);
  const engine = await openEngine({ folder });
  for (const name of ['a', 'b']) await engine.addGroup(writeGroupText(folder, name));
  ({ id } = await engine.startExperiment({
    ...smallExperiment,
    groups: ['a', 'b'],
    methods: [...smallExperiment.methods],
    seeds: [0],
  }));
  await engine.idle();
  await engine.close();
});

async function withEngine<T>(work: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>): Promise<T> {
  const engine = await openEngine({ folder });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

test('a report holds everything that says what was done', async () => {
  await withEngine(async (engine) => {
    const file = join(out, 'r.json');
    await engine.writeReport(id, file, { design: { title: 'Small', author: 'Ada' } });
    const record = JSON.parse(readFileSync(file, 'utf8')) as ReportRecord;
    expect(record).toMatchObject({ title: 'Small', author: 'Ada', tokenizer: 'byte', seeds: [0], steps: 90 });
    expect(record.groups.map(({ version }) => version.length)).toEqual([64, 64]);
    expect(record.runs.map(({ state, testLosses }) => [state, testLosses?.length])).toEqual([
      ['finished', 2],
      ['finished', 2],
    ]);
    expect(record.runs[1]!.law.length).toBeGreaterThan(0);
    expect(record.methods[1]!.knobs).toContainEqual({ name: 'eta', value: 0.5, isDefault: false });
    expect(existsSync(join(folder, record.runs[0]!.model!, 'model.safetensors'))).toBe(true);
    const problems = await engine.checkExperiment(record.file);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

test('every format is written whole, and nothing else is left beside it', async () => {
  await withEngine(async (engine) => {
    for (const extension of ['html', 'md', 'tex', 'csv', 'json']) {
      const { bytes } = await engine.writeReport(id, join(out, `r.${extension}`));
      expect(bytes).toBeGreaterThan(1000);
    }
    expect(readFileSync(join(out, 'r.html'), 'utf8')).toContain('font/woff2;base64');
    expect(readdirSync(out).filter((name) => !name.startsWith('r.') || name.endsWith('.new'))).toEqual([]);
  });
});

test('a design is kept, and the numbers stay when the text of a group changes', async () => {
  const design = await withEngine(async (engine) => {
    const { design: first, sections } = await engine.report(id);
    expect(sections.find((section) => section.id === 'notes')).toMatchObject({ isOn: true, isEmpty: true });
    const changed = {
      ...first,
      title: 'Mine',
      sections: [
        { id: 'runs', isOn: true },
        { id: 'summary', isOn: false },
      ],
    };
    return (await engine.saveReport(id, changed)).design;
  });
  expect(design.sections.length).toBeGreaterThan(10);
  await withEngine(async (engine) => {
    const before = await engine.report(id);
    expect(before.design).toEqual(design);
    expect(before.changes).toEqual([]);
    rmSync(join(folder, 'source', 'a', '0.txt'));
    const groups = await engine.listGroups();
    await engine.refreshGroup(groups.find(({ name }) => name === 'a')!.id);
    const after = await engine.report(id);
    expect(after.changes).toEqual(['The text of a has changed; the runs read the older version.']);
    expect(after.frozenAt).toBe(before.frozenAt);
    expect((await engine.freezeReport(id)).frozenAt > before.frozenAt).toBe(true);
  });
});

test('an engine that only looks on writes a report and keeps nothing', async () => {
  const engine = await openEngine({ folder, access: 'read' });
  const text = await engine.reportDocument(id, 'md', { takesAnew: true, design: { title: 'Once' } });
  expect(text.startsWith('# Once\n')).toBe(true);
  expect((await engine.report(id)).design.title).toBe('Mine');
  await engine.close();
});

test('what cannot be written is refused with a remedy, and leaves nothing', async () => {
  await withEngine(async (engine) => {
    await expect(engine.writeReport(id, join(out, 'r.doc'))).rejects.toMatchObject({ code: 'document_unknown' });
    await expect(engine.writeReport(id, join(out, 'no', 'r.md'))).rejects.toMatchObject({ code: 'file_unwritable' });
    await expect(engine.writeReport('none', join(out, 'r.md'))).rejects.toMatchObject({ code: 'experiment_unknown' });
    const sections = [{ id: 'figures', isOn: true }];
    await expect(engine.writeReport(id, join(out, 'r.md'), { design: { sections } })).rejects.toMatchObject({
      code: 'option_invalid',
    });
    expect(existsSync(join(out, 'no'))).toBe(false);
  });
});

test('an experiment of which no run is finished has nothing to report', async () => {
  await withEngine(async (engine) => {
    await engine.pauseQueue();
    const started = await engine.startExperiment({
      ...smallExperiment,
      name: 'waiting',
      groups: ['a', 'b'],
      methods: [{ id: 'stratified' }],
      seeds: [7],
    });
    await expect(engine.report(started.id)).rejects.toMatchObject({ code: 'nothing_to_compare' });
    await engine.removeExperiment(started.id);
  });
});

const printer = join(import.meta.dirname, '../../../out/main/print.js');
const electron = process.env['AIOLI_ELECTRON'] ?? setUpPart('electron')?.path;
const canPrint = electron !== undefined && existsSync(electron) && existsSync(printer);

test.runIf(canPrint)('PDF has pages of the paper asked for, with the text of the report', async () => {
  await withEngine(async (engine) => {
    for (const [paper, width] of [
      ['a4', 595],
      ['letter', 612],
    ] as const) {
      const file = join(out, `r-${paper}.pdf`);
      await engine.writeReport(id, file, { takesAnew: true, design: { ...defaultDesign('Printed'), paper } });
      const { pages, text, size } = readPdf(readFileSync(file));
      expect(pages).toBeGreaterThan(1);
      expect(Math.abs(size[0] - width)).toBeLessThan(2);
      expect(text).toContain('Printed');
      expect(text).toContain('Appendix: every run');
      expect(text).toContain(`1 / ${String(pages)}`);
    }
  });
});

test.runIf(canPrint)('charts are written as PDF files of the width asked for', async () => {
  await withEngine(async (engine) => {
    const whole = { takesAnew: true, design: defaultDesign('Charts') } as const;
    const { files } = await engine.writeFigures(id, join(out, 'charts'), { ...whole, format: 'pdf', width: 84 });
    expect(files.some((file) => file.endsWith('losses-mean.pdf'))).toBe(true);
    for (const file of files) {
      const { pages, size } = readPdf(readFileSync(file));
      expect(pages).toBe(1);
      expect(Math.abs(size[0] - (84 / 25.4) * 72)).toBeLessThan(2);
    }
  });
});

test('a chart wider than any paper is refused', async () => {
  await withEngine((engine) =>
    expect(engine.writeFigures(id, join(out, 'wide'), { width: 5000 })).rejects.toMatchObject({
      code: 'option_invalid',
    }),
  );
});

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
test.runIf(hasLatex)('LaTeX compiles as it is written', async () => {
  await withEngine(async (engine) => {
    const file = join(out, 'compiled.tex');
    await engine.writeReport(id, file, { takesAnew: true });
    const { status, stdout } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', file], {
      cwd: out,
      encoding: 'utf8',
    });
    expect(status, stdout.slice(-2000)).toBe(0);
    expect(existsSync(join(out, 'compiled.pdf'))).toBe(true);
  });
});

test('without an Electron PDF is refused with what to do', async () => {
  const named = process.env['AIOLI_ELECTRON'];
  process.env['AIOLI_ELECTRON'] = join(folder, 'nothing');
  try {
    await withEngine((engine) =>
      expect(engine.writeReport(id, join(out, 'none.pdf'))).rejects.toMatchObject({ code: 'printer_unavailable' }),
    );
    expect(existsSync(join(out, 'none.pdf'))).toBe(false);
  } finally {
    if (named === undefined) delete process.env['AIOLI_ELECTRON'];
    else process.env['AIOLI_ELECTRON'] = named;
  }
});
