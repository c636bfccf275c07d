/** PDF: the HTML printed by the runtime of the window, in a process of its own that shows nothing. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Loss, Refusal } from '#base/refusal';
import { setUpPart } from '../machine/doctor.ts';
import { withDisplay } from './display.ts';

export interface Printable {
  /** Needs nothing but itself. */
  readonly html: string;
  /** 'own': the page's style says its size. */
  readonly paper: 'a4' | 'letter' | 'own';
}

/**
 * @returns one PDF each, in the same order
 * @throws Refusal `printer_unavailable` without an Electron, or without a display for it; Loss when printing fails
 */
export async function printPdfs(pages: readonly Printable[]): Promise<readonly Uint8Array[]> {
  const electron = electronPath();
  const entry = printEntry();
  const folder = await mkdtemp(join(tmpdir(), 'aioli-print-'));
  try {
    const jobs = pages.map(({ paper }, i) => ({
      input: join(folder, `${i}.html`),
      output: join(folder, `${i}.pdf`),
      paper,
    }));
    for (const [i, { input }] of jobs.entries()) await writeFile(input, pages[i]!.html);
    const orders = join(folder, 'jobs.json');
    await writeFile(orders, JSON.stringify(jobs));
    // Electron starts a folder with a manifest; this one leads to the bundled entry.
    const manifest = { name: 'aioli-print', version: '1.0.0', type: 'module', main: relative(folder, entry) };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    const isRoot = process.getuid?.() === 0; // Chromium's sandbox refuses to run as root
    const switches = [
      '--disable-gpu',
      `--user-data-dir=${join(folder, 'profile')}`,
      ...(isRoot ? ['--no-sandbox'] : []),
    ];
    await withDisplay((env) => run(electron, [...switches, folder, orders], env));
    return await Promise.all(jobs.map(({ output }) => readFile(output)));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function electronPath(): string {
  const named = process.env['AIOLI_ELECTRON'] ?? setUpPart('electron')?.path;
  if (named !== undefined && existsSync(named)) return named;
  throw unavailable(
    named === undefined ? 'There is no Electron to print the PDF with.' : `The Electron at ${named} is not there.`,
    'Run `npm run setup`, or point AIOLI_ELECTRON at an Electron executable; or write .html and print it in a browser.',
  );
}

/** In the bundle beside the entries, one folder up from shared chunks; in a checkout what the last build left. */
function printEntry(): string {
  const places = import.meta.url.endsWith('.ts') ? ['../../../out/main/print.js'] : ['./print.js', '../print.js'];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw unavailable(
    'The program that prints is not built.',
    'Run `npm run build`, or write .html and print it in a browser.',
  );
}

export function unavailable(message: string, remedy: string): Refusal {
  return new Refusal('printer_unavailable', message, { remedy });
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    child.on('error', (cause) => reject(new Loss(`Electron did not start: ${cause.message}`, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Loss(`Printing the PDF ended with ${signal ?? `code ${code ?? 'unknown'}`}: ${said.trim()}`));
    });
  });
}
