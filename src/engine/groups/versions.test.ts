import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../engine.ts';
import { freshFolder } from '../testing/small-experiment.ts';
import { writeStudy } from '../testing/write-study.ts';

test('after a text has changed, the experiments trained on the old one are known, and say which group is other', async () => {
  const folder = freshFolder();
  const id = await writeStudy(folder, { groups: 3, seeds: 1, steps: 60, methods: [{ id: 'stratified' }] });
  const engine = await openEngine({ folder, startsRuns: false });
  try {
    const states = async () => (await engine.experimentTexts(id)).map(({ name, state }) => [name, state]);
    expect(await states()).toEqual([
      ['law', 'current'],
      ['code', 'current'],
      ['math', 'current'],
    ]);
    appendFileSync(join(folder, 'source', 'code', '0.txt'), ' changed');
    await engine.refreshGroup('code');
    await engine.renameGroup('law', 'rules');
    await engine.removeGroup('math');
    expect(await states()).toEqual([
      ['law', 'current'],
      ['code', 'other'],
      ['math', 'gone'],
    ]);
    const versions = await engine.groupVersions('code');
    expect(versions.map(({ isCurrent, experiments }) => [isCurrent, experiments])).toEqual([
      [true, []],
      [false, [{ id, name: 'Seven groups', runs: 1 }]],
    ]);
    await expect(engine.experimentTexts('none')).rejects.toMatchObject({ code: 'experiment_unknown' });
  } finally {
    await engine.close();
  }
});
