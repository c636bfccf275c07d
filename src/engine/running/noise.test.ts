import { expect, test } from 'vitest';
import { isNoise } from './noise.ts';

test("a library's chatter is told from what belongs to the run", () => {
  const lines = [
    '2026-01-01 10:00:00.123456: I tensorflow/core/platform/cpu_feature_guard.cc:193] This TensorFlow binary is optimized',
    'To enable them in other operations, rebuild TensorFlow with the appropriate compiler flags.',
    '(node:123) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.',
    '2026-01-01 10:00:00.123456: E tensorflow/core/grappler/optimizers/meta_optimizer.cc:828] failed',
    'Training steps run as graph.',
    'tensorflow: TensorFlow 2.9.1, CPU, 2 threads, graph',
  ];
  expect(lines.map(isNoise)).toEqual([true, true, true, false, false, false]);
});
