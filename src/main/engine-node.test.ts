import { expect, test } from 'vitest';
import { chooseNode } from './engine-node.ts';

test("a person's choice wins", () => {
  expect(chooseNode('/opt/node', '24.0.0', '/carried')).toEqual({ execPath: '/opt/node' });
});

test.each(['22.12.0', '24.18.0'])("Electron's own Node %s is new enough", (version) => {
  expect(chooseNode(undefined, version, '/carried')).toEqual({ execPath: undefined });
});

test.each(['20.18.1', '22.11.9'])('with Node %s the one among the dependencies is taken', (version) => {
  expect(chooseNode(undefined, version, '/carried')).toEqual({ execPath: '/carried' });
});

test('without any, the refusal says how to get one', () => {
  expect(() => chooseNode(undefined, '20.18.1', null)).toThrow(/needs Node 22.12 or newer; Electron has 20.18.1/);
});
