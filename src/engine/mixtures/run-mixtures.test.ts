import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunMixture } from '#contract/api';
import { openEngine } from '../engine.ts';
import { writeStudy } from '../testing/write-study.ts';

const folder = mkdtempSync(join(tmpdir(), 'mixtures-'));
let mixtures: readonly RunMixture[];

beforeAll(async () => {
  const methods = [
    { id: 'custom', knobs: { weights: [1, 2, 1] } },
    { id: 'aioli', preset: 'small' },
  ];
  await writeStudy(folder, { name: 'Mixed', groups: 3, seeds: 2, steps: 60, methods });
  const engine = await openEngine({ folder, access: 'read' });
  mixtures = await engine.runMixtures();
  await engine.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a constant mixture was asked for and drawn as it was set, over all seeds', () => {
  const custom = mixtures.find(({ method }) => method === 'custom')!;
  expect(custom).toMatchObject({ experimentName: 'Mixed', label: 'Custom', seeds: 2, groups: ['law', 'code', 'math'] });
  expect(custom.asked).toEqual([0.25, 0.5, 0.25]);
  expect(custom.last).toEqual([0.25, 0.5, 0.25]);
  custom.drawn.forEach((share, j) => expect(Math.abs(share - custom.asked[j]!)).toBeLessThan(0.005));
});

test('a mixture that moves is averaged over its steps, and its end is told apart', () => {
  const aioli = mixtures.find(({ method }) => method === 'aioli')!;
  for (const shares of [aioli.asked, aioli.drawn, aioli.last])
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  expect(aioli.last).not.toEqual(aioli.asked);
});
