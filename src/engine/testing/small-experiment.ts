/** A workspace folder and an experiment small enough to train for real inside a test. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFor } from '#base/random';
import type { ExperimentInput } from '#contract/experiment';
import type { GroupInput } from '#contract/api';

/** A fresh folder; it goes with all others when the tests end (scripts/test-folder.mjs). */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'aioli-engine-'));
}

/** Sentences of a small vocabulary, so that a tiny model learns something within a hundred steps. */
export function writeGroupText(folder: string, name: string, documents = 120): GroupInput {
  const random = randomFor(0, name);
  const words = Array.from({ length: 24 }, () =>
    Array.from({ length: 2 + random.below(6) }, () => String.fromCharCode(97 + random.below(26))).join(''),
  );
  const sentence = (): string => Array.from({ length: 12 }, () => words[random.below(words.length)]!).join(' ');
  const place = join(folder, 'source', name);
  mkdirSync(place, { recursive: true });
  for (let i = 0; i < documents; i++)
    writeFileSync(join(place, `${i}.txt`), Array.from({ length: 8 }, sentence).join('.\n'));
  return { name, source: { paths: [place] } };
}

export const smallExperiment = {
  format: 1,
  name: 'small',
  groups: ['a', 'b'],
  tokenizer: 'byte',
  model: { hiddenSize: 16, layers: 1, heads: 2, intermediateSize: 32 },
  training: { steps: 90, batch: 4, context: 32, peakLearningRate: 0.01, endLearningRate: 0.001 },
  evaluation: { points: 3, sequences: 6 },
  seeds: [0],
  methods: [{ id: 'stratified' }, { id: 'aioli', knobs: { updateSteps: 30, lpRounds: 1, lpSteps: 3, eta: 0.5 } }],
} as const satisfies ExperimentInput;
