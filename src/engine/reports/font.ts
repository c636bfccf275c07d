/** The window's font for documents, so that they look the same everywhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Latin letters; others come from the reader's own fonts. Nothing when the package is not there. */
export async function interFont(): Promise<{ readonly font?: string }> {
  try {
    const file = createRequire(import.meta.url).resolve(
      '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    );
    return { font: `data:font/woff2;base64,${(await readFile(file)).toString('base64')}` };
  } catch {
    return {}; // a bundle without packages beside it: the system's font stands in
  }
}
