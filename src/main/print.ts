/**
 * Prints HTML files as PDF and ends: `electron print.js JOBS.json`. Started by the engine, with no window to be seen.
 * Reaches nothing but those files.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, type PrintToPDFOptions } from 'electron';

/** 'own': the page says its size, and is a picture without header and footer. */
interface PrintJob {
  readonly input: string;
  readonly output: string;
  readonly paper: 'a4' | 'letter' | 'own';
}

/** Longer than any report, or all of its figures, takes; a page that hangs must not hang its caller. */
const limitMs = 120_000;

app.disableHardwareAcceleration();
app.on('window-all-closed', () => undefined);
void app.whenReady().then(print).catch(fail);
setTimeout(() => fail(new Error('printing took too long')), limitMs);

async function print(): Promise<void> {
  const jobs = JSON.parse(await readFile(process.argv.at(-1)!, 'utf8')) as readonly PrintJob[];
  const addresses = new Set(jobs.map(({ input }) => pathToFileURL(input).href));
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.webContents.session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !addresses.has(url) && !url.startsWith('data:') }),
  );
  for (const { input, output, paper } of jobs) {
    await window.loadURL(pathToFileURL(input).href);
    await writeFile(output, await window.webContents.printToPDF(optionsFor(paper)));
  }
  app.exit(0);
}

function optionsFor(paper: PrintJob['paper']): PrintToPDFOptions {
  const common = { printBackground: true, preferCSSPageSize: true } as const;
  if (paper === 'own') return { ...common, margins: { top: 0, bottom: 0, left: 0, right: 0 } };
  return {
    ...common,
    pageSize: paper === 'letter' ? 'Letter' : 'A4',
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: footer,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  };
}

/** Chromium fills in the classes. Its default size is zero. */
const footer = `<div style="width: 100%; margin: 0 15mm; display: flex; justify-content: space-between; gap: 8mm;
  font: 7pt 'Inter Variable', Inter, system-ui, sans-serif; color: #5f5a50">
  <span class="title" style="overflow: hidden; white-space: nowrap; text-overflow: ellipsis"></span>
  <span style="white-space: nowrap"><span class="pageNumber"></span> / <span class="totalPages"></span></span>
</div>`;

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  app.exit(1);
}
