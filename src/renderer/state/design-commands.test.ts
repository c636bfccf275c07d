import { expect, test } from 'vitest';
import { aRun } from '../testing/experiments.ts';
import { group } from '../testing/groups.ts';
import { plainWorkbench } from '../testing/plain.ts';
import { designCommands } from './design-commands.ts';
import { firstExperiment } from './draft.svelte.ts';

const original = { ...firstExperiment(['law', 'code'].map((name) => group(name))), name: 'Original' };

function opened() {
  const titles: string[] = [];
  const made = plainWorkbench({
    experiment: () => Promise.resolve(original),
    listRuns: () => Promise.resolve([aRun({ id: 'r1', label: 'Aioli', seed: 1, choice: { id: 'aioli' } })]),
    keepDraft: (_draft, title) => {
      titles.push(title);
      return Promise.resolve();
    },
  });
  return { ...made, titles };
}

test('a run is cloned into the form with its method and seed alone, under a name that undo can say', async () => {
  const { workbench, titles } = opened();
  await workbench.open(false);
  workbench.navigation.go({ screen: 'runs', run: 'r1' });
  const command = designCommands(workbench).find(({ id }) => id === 'experiment.clone-run')!;
  expect(command.isEnabled?.()).toBe(true);
  command.run();
  await expect.poll(() => workbench.navigation.screen).toBe('experiment');
  const { draft } = workbench;
  expect(draft.form).toMatchObject({ name: 'Original, Aioli', seeds: [1], methods: [{ id: 'aioli' }] });
  expect(draft.origin).toMatchObject({ name: 'Aioli, seed 1, of Original', experiment: { seeds: [1] } });
  expect(titles).toEqual(['clone Aioli, seed 1, of Original']);
});

test('without a run there is nothing to clone', async () => {
  const { workbench } = opened();
  await workbench.open(false);
  expect(designCommands(workbench).every(({ isEnabled }) => isEnabled?.() === false)).toBe(true);
});
