/** One folder for all that tests write: every temporary folder of theirs lies in it, and it is removed when they end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the system's own variable is set, by platform. */
const variables = ['TMPDIR', 'TMP', 'TEMP'];

/** Before the first test; processes that start later inherit the place. @returns what to do after the last one */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-tests-'));
  const before = variables.map((name) => [name, process.env[name]]);
  for (const name of variables) process.env[name] = folder;
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true });
  };
}
