import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { experimentSchema } from '#contract/experiment';

const docs = new URL('../../../docs/', import.meta.url);

test('the published schema is that of the code (update it with `npx vitest run -u`)', async () => {
  const schema = { title: 'Aioli Workbench experiment', ...z.toJSONSchema(experimentSchema, { io: 'input' }) };
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(new URL('experiment.schema.json', docs).pathname);
});

test('the page on the experiment file names every field', () => {
  const page = readFileSync(new URL('experiment-file.md', docs), 'utf8');
  const { shape } = experimentSchema;
  const fields = [
    ...Object.keys(shape),
    ...Object.keys(shape.training.shape),
    ...Object.keys(shape.evaluation.unwrap().shape),
  ];
  expect(fields.filter((field) => !page.includes(field))).toEqual([]);
});

test('the example of the page is an experiment', () => {
  const page = readFileSync(new URL('experiment-file.md', docs), 'utf8');
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
  expect(experimentSchema.safeParse(example).success).toBe(true);
});

test('the demo is an experiment', () => {
  const demo: unknown = JSON.parse(readFileSync(new URL('../resources/demo.experiment.json', docs), 'utf8'));
  expect(experimentSchema.safeParse(demo).error).toBeUndefined();
});
