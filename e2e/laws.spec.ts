/** A sweep is run, a law fitted to it, the law measured at a point of Aioli, and both put beside what was gained. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLaw } from '#mixing/laws/law-file';
import { chooseInDialogs, dropFiles, expect, go, picture, seriousFindings, test } from './app.ts';

const names = ['law', 'code', 'speeches'];
const experiment = {
  format: 1,
  name: 'Laws of three kinds of text',
  groups: names,
  model: { hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 32 },
  training: { steps: 24, batch: 6, context: 32 },
  evaluation: { points: 2, sequences: 8 },
  seeds: [0],
  methods: [
    { id: 'stratified' },
    { id: 'grid-search', knobs: { candidates: 'cover', runs: 8, trialSteps: 12 } },
    { id: 'aioli', knobs: { updateSteps: 12, lpRounds: 1, lpSteps: 1 } },
  ],
};

test('laws are estimated, fitted and measured, and stand beside the results', async ({ open, folder }) => {
  test.setTimeout(300_000);
  const file = join(folder, 'laws.experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const { app, page, misdeeds } = await open();

  await test.step('groups by drop, the experiment from a file', async () => {
    await expect(page.getByRole('heading', { name: 'No text yet' })).toBeVisible();
    await dropFiles(
      page,
      names.map((name) => writeLines(folder, name)),
    );
    await page
      .getByRole('dialog', { name: 'Add groups' })
      .getByRole('button', { name: /^Add (\d+ )?groups?$/ })
      .click();
    await expect(page.getByRole('table', { name: 'Groups' }).locator('tbody tr')).toHaveCount(names.length);
    await go(page, 'Experiment');
    await chooseInDialogs(app, [file]);
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect(page.getByRole('img', { name: /Grid search: .* sweep/ })).toBeVisible({ timeout: 60_000 });
    await picture(page, 'experiment-sweep');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.getByRole('button', { name: /Finished\s*3/ })).toBeVisible({ timeout: 180_000 });
  });

  await test.step('a law is read by keyboard alone, played, and saved as PNG and NPY', async () => {
    await go(page, 'Laws');
    const grid = page.getByRole('grid', { name: 'Law of Aioli' });
    const slider = page.getByRole('slider', { name: 'Round' });
    await expect(slider).toHaveAttribute('aria-valuetext', /2 of 2/);
    await grid.focus();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('region', { name: 'Law of Aioli' })).toContainText(
      /training on code (lowers|raises) law's loss/,
    );
    await page.keyboard.press('[');
    await expect(slider).toHaveAttribute('aria-valuetext', /1 of 2/);
    await page.keyboard.press('Enter');
    const pair = page.getByRole('group', { name: 'code on law over time' });
    await expect(pair).toBeFocused();
    await picture(page, 'laws-pair');
    await page.keyboard.press('Escape');
    await expect(grid).toBeFocused();
    await page.keyboard.press(' ');
    await expect(slider).toHaveAttribute('aria-valuetext', /2 of 2/);
    for (const [title, name, start] of [
      ['PNG as', 'law.png', [0x89, 0x50, 0x4e, 0x47]],
      ['NPY', 'law.npy', [0x93, 0x4e, 0x55, 0x4d]],
    ] as const) {
      const to = join(folder, name);
      await chooseInDialogs(app, [to]);
      await page.getByRole('button', { name: 'Export…' }).press('Enter');
      await page.getByRole('menuitem', { name: new RegExp(`^${title}`) }).press('Enter');
      await expect.poll(() => existsSync(to)).toBe(true);
      expect([...readFileSync(to).subarray(0, 4)]).toEqual(start);
    }
    expect(readLaw(readFileSync(join(folder, 'law.npy')), 'law.npy').estimates).toHaveLength(2);
    await picture(page, 'laws-estimated');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('the law of the sweep is fitted', async () => {
    await go(page, 'Laws');
    await page.getByRole('button', { name: 'Fitted law' }).click();
    await expect(page.getByRole('slider', { name: /Predicted loss over mixtures/ })).toBeVisible();
    await picture(page, 'laws-fitted');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('the law is measured at a point of Aioli', async () => {
    await page.getByRole('button', { name: 'Measured here' }).click();
    await page.getByLabel('Run', { exact: true }).selectOption({ label: 'Aioli, seed 0' });
    await page.getByLabel('Steps of each').fill('2');
    const form = page.getByRole('region', { name: 'Measure here' });
    await expect(form).toContainText('7 short runs', { timeout: 60_000 });
    await form.getByRole('button', { name: 'Measure' }).click();
    await expect(page.getByRole('grid', { name: 'Measured law', exact: true })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole('grid', { name: 'Law of the method, scaled' })).toBeVisible();
    await picture(page, 'laws-measured');
    expect(await seriousFindings(page)).toEqual([]);
  });

  await test.step('similarity stands against improvement', async () => {
    await page.getByRole('button', { name: 'Laws and results' }).click();
    await expect(page.getByRole('slider', { name: /Similarity against improvement/ })).toBeVisible();
    await picture(page, 'laws-results');
    expect(await seriousFindings(page)).toEqual([]);
  });

  expect(misdeeds).toEqual([]);
});

/** A file of documents, one a line, that becomes the group of its name. */
function writeLines(folder: string, name: string): string {
  const file = join(folder, `${name}.jsonl`);
  const lines = Array.from({ length: 300 }, (_, n) =>
    JSON.stringify({ text: `${name} ${n}: ${`the ${name} of number ${n} goes on. `.repeat(12)}` }),
  );
  writeFileSync(file, lines.join('\n'));
  return file;
}
