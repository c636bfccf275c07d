// The layer lint is generated from layers.mjs; here it is shown to bite.
import { ESLint } from 'eslint';
import { beforeAll, expect, test } from 'vitest';

const eslint = new ESLint({ overrideConfigFile: new URL('./eslint.config.mjs', import.meta.url).pathname });

// The first file makes the linter read the whole project.
beforeAll(() => findings('src/mixing/method.ts', ''), 120_000);

/** Rule ids that the linter reports for `code` as if it stood in `filePath`. */
async function findings(filePath, code) {
  const [result] = await eslint.lintText(code, { filePath });
  return result.messages.map((message) => message.ruleId);
}

test.each([
  ['science that imports the engine', "import '#engine/workspace';\n"],
  ['science that imports the trainer', "import '#trainer/model';\n"],
  ['a way round by a relative path', "import '../engine/workspace.ts';\n"],
  ['science that imports Node', "import 'node:fs';\n"],
  ['science that opens the store', "import 'better-sqlite3';\n"],
])('%s is refused', async (_name, code) => {
  expect(await findings('src/mixing/method.ts', code)).toContain('no-restricted-imports');
});

test('an import that points down is fine', async () => {
  expect(await findings('src/mixing/method.ts', "import '#base/random';\n")).not.toContain('no-restricted-imports');
});

test('pure code takes time and chance as parameters', async () => {
  const code = 'export const now = Date.now();\nexport const chance = Math.random();\n';
  expect(await findings('src/mixing/method.ts', code)).toEqual(
    expect.arrayContaining(['no-restricted-globals', 'no-restricted-properties']),
  );
});
