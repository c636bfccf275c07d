/**
 * Prints one HTML file as PDF and ends: `electron print.js IN.html OUT.pdf a4|letter`. Started by the engine, with no
 * window to be seen. Reaches nothing but that file.
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow } from 'electron';

const [input, output, paper] = process.argv.slice(-3);
/** Longer than any report takes; a page that hangs must not hang its caller. */
const limitMs = 120_000;

app.disableHardwareAcceleration();
app.on('window-all-closed', () => undefined);
void app.whenReady().then(print).catch(fail);
setTimeout(() => fail(new Error('printing took too long')), limitMs);

async function print(): Promise<void> {
  if (input === undefined || output === undefined) throw new Error('usage: print IN.html OUT.pdf a4|letter');
  const address = pathToFileURL(input).href;
  const window = new BrowserWindow({
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.webContents.session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: url !== address && !url.startsWith('data:') }),
  );
  await window.loadURL(address);
  const pdf = await window.webContents.printToPDF({
    pageSize: paper === 'letter' ? 'Letter' : 'A4',
    printBackground: true,
    preferCSSPageSize: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: footer,
    generateTaggedPDF: true,
    generateDocumentOutline: true,
  });
  await writeFile(output, pdf);
  app.exit(0);
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
