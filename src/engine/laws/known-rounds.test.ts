import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../engine.ts';
import { writeStudy } from '../testing/write-study.ts';

test('of a run whose law is known only later rounds are sent, and it stays in the list without any', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aioli-rounds-'));
  const id = await writeStudy(folder, {
    groups: 2,
    seeds: 1,
    steps: 60,
    methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 20, lpRounds: 1, lpSteps: 1 } }],
  });
  const engine = await openEngine({ folder, access: 'read' });
  const [law] = await engine.laws(id);
  const rounds = law!.rounds.map(({ round }) => round);
  expect(rounds.length).toBeGreaterThan(1);
  const roundsAfter = async (known: number) =>
    (await engine.laws(id, { [law!.run]: known })).map((one) => one.rounds.map(({ round }) => round));
  expect(await roundsAfter(rounds[0]!)).toEqual([rounds.slice(1)]);
  expect(await roundsAfter(rounds.at(-1)!)).toEqual([[]]);
  await engine.close();
}, 60_000);
