import { expect, test } from 'vitest';
import { Navigation } from './navigation.svelte.ts';

function remembering(entries: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
const lastAtLaws = { 'place /w': JSON.stringify({ screen: 'laws', experiment: 'e1', run: null, group: null }) };

test('a workspace is opened where the person last was in it', () => {
  const navigation = new Navigation(remembering(lastAtLaws));
  navigation.restore('/w');
  expect([navigation.screen, navigation.experiment]).toEqual(['laws', 'e1']);
});

test('a screen that is chosen while the workspace is still being read stays', () => {
  const navigation = new Navigation(remembering(lastAtLaws));
  navigation.go({ screen: 'runs' });
  navigation.restore('/w');
  expect([navigation.screen, navigation.experiment]).toEqual(['runs', 'e1']);
  navigation.restore('/other');
  expect(navigation.screen).toBe('groups');
});

test('safe mode starts at the first screen', () => {
  const navigation = new Navigation(remembering(lastAtLaws));
  navigation.restore('/w', true);
  expect(navigation.screen).toBe('groups');
});
