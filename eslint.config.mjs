// Generated from layers.mjs: which layer may import which, and what pure code may not touch.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { layers } from './layers.mjs';
import svelteConfig from './svelte.config.js';

const names = Object.keys(layers);
const sharedOwners = { electron: ['preload'] }; // the preload is Electron's other half

/** Import rule of one layer: no layer above, no package that another layer owns, no way round by relative path. */
function importRule(name) {
  const { may, env } = layers[name];
  const forbidden = names.filter((other) => other !== name && !may.includes(other));
  const foreign = names
    .filter((other) => other !== name)
    .flatMap((other) => layers[other].owns)
    .filter((owned) => !(sharedOwners[owned] ?? []).includes(name));
  const patterns = forbidden.map((other) => ({
    regex: `^#${other}/`,
    message: `${name} may import ${may.join(', ') || 'nothing'}; ${other} is not below it (layers.mjs).`,
  }));
  patterns.push({
    group: names.map((other) => `**/../${other}/**`),
    message: 'Between layers import by name: #layer/module.',
  });
  if (foreign.length > 0)
    patterns.push({
      group: foreign.flatMap((owned) => [owned, `${owned}/*`]),
      message: 'Another layer owns this package (layers.mjs).',
    });
  if (env === 'pure' || env === 'svelte' || env === 'browser')
    patterns.push({ group: ['node:*'], message: `${name} runs without Node.` });
  return ['error', { patterns }];
}

const impure = [
  ['Date', 'Pass the time in.'],
  ['process', 'Pass what you need in.'],
  ['window', 'Pure code knows no window.'],
  ['setTimeout', 'Pure code has no timers.'],
  ['setInterval', 'Pure code has no timers.'],
];

const forLayers = names.flatMap((name) => {
  const rules = { 'no-restricted-imports': importRule(name) };
  if (layers[name].env === 'pure') {
    rules['no-restricted-globals'] = ['error', ...impure.map(([global, message]) => ({ name: global, message }))];
    rules['no-restricted-properties'] = [
      'error',
      { object: 'Math', property: 'random', message: 'Chance comes from a seeded generator that is passed in.' },
    ];
  }
  return [{ files: [`src/${name}/**/*.{ts,svelte}`], ignores: ['**/*.test.ts'], rules }];
});

export default ts.config(
  { ignores: ['out/', 'node_modules/', 'workspace/', 'e2e/artefacts/', 'test-results/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.svelte'] })),
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'require-yield': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { parser: ts.parser, svelteConfig },
      globals: { ...globals.browser },
    },
    rules: { '@typescript-eslint/no-confusing-void-expression': 'off' },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: { ...globals.node } } },
  ...forLayers,
);
