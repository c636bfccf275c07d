import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { aRun } from '../testing/experiments.ts';
import LatestLaw from './LatestLaw.svelte';

test('the law that was learned last is named by the round that its method counts, from 1', () => {
  const value = [
    [0.02, 0.01],
    [0, 0.03],
  ];
  const notes = [1, 2].map((round) => ({ name: 'A', round, step: 50 * round, value }));
  const origin = { provenance: 'measured', subsetError: 0.042 };
  render(LatestLaw, { run: aRun(), notes, groups: ['law', 'code'], origin, onlaws: () => undefined });
  expect(screen.getByText(/^Law estimated in round 2\./)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'All 2 rounds' })).toBeTruthy();
  expect(
    screen.getByText(
      'Measured. Read on some of the sequences: in the first round others would have moved its falls by about 4.2 %.',
    ),
  ).toBeTruthy();
});
