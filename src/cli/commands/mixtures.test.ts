import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeStudy } from '#engine/testing/write-study';
import { aioli } from '../testing/console.ts';

test('what finished runs asked for stands beside what they drew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-mixtures-'));
  const methods = [{ id: 'custom', knobs: { weights: [1, 3] } }];
  await writeStudy(folder, { name: 'Mixed', groups: 2, seeds: 2, steps: 40, methods });
  const shown = await aioli('mixtures', 'Mixed', '--workspace', folder);
  expect(shown.stdout).toMatch(
    /Custom +2 +asked +25\.00 +75\.00\n +drawn +25\.00 +75\.00\n +at the end +25\.00 +75\.00/,
  );
  const { json } = await aioli('mixtures', '--json', '--workspace', folder);
  expect(json).toMatchObject([{ method: 'custom', seeds: 2, asked: [0.25, 0.75] }]);
});
