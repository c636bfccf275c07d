import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Method } from '../method.ts';
import { methods } from './index.ts';

const page = (name: string) => new URL(`../../../docs/methods/${name}.md`, import.meta.url);
const all: readonly Method[] = methods;

describe.each(all.map((method) => [method.id, method] as const))('%s', (id, method) => {
  test('has a page that the overview links to', () => {
    expect(existsSync(page(id))).toBe(true);
    expect(readFileSync(page('README'), 'utf8')).toContain(`](${id}.md)`);
  });

  test('has a line with the default for every knob, and one for every preset', () => {
    const text = readFileSync(page(id), 'utf8');
    for (const [name, knob] of Object.entries(method.knobs)) {
      const line = text.split('\n').find((row) => row.startsWith(`| \`${name}\` |`)) ?? `no line for ${name}`;
      expect(line).toContain(`| ${knob.default === null ? 'none' : `\`${knob.default}\``} |`);
    }
    for (const preset of Object.keys(method.presets)) expect(text).toContain(`| \`${preset}\` |`);
  });
});
