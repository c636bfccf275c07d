/** The model code against reference tensors, on every backend that this machine runs. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BackendId } from '#contract/trainer';
import { createTrainer } from './trainer.ts';

const trainer = createTrainer();
const states = await trainer.backends();
const usable = states.filter(({ usable: isUsable }) => isUsable).map(({ backend }) => backend);
const cases = usable.flatMap((backend) => ['parallel', 'sequential'].map((kind) => [backend, kind] as const));

test('WebAssembly and JavaScript run everywhere; the native library and WebGPU run or say why not', () => {
  expect(usable).toEqual(expect.arrayContaining(['wasm', 'cpu']));
  for (const { backend, usable: isUsable, detail, remedy } of states) {
    if (!isUsable) console.warn(`${backend} is not checked on this machine: ${detail} ${remedy}`);
    expect([detail === '', remedy === '']).toEqual([false, isUsable]);
  }
});

const tolerances: Readonly<Record<BackendId, { readonly tensors: number; readonly losses: number }>> = {
  tensorflow: { tensors: 2e-4, losses: 1e-4 },
  webgpu: { tensors: 2e-4, losses: 1e-4 },
  wasm: { tensors: 2e-3, losses: 2e-3 },
  cpu: { tensors: 2e-3, losses: 2e-3 },
};

test.each(cases)('%s agrees with the reference (%s residual)', async (backend, kind) => {
  const report = await trainer.verify({ folder: join(import.meta.dirname, 'testdata/neox', kind), backend });
  const { tensors, losses } = tolerances[backend];
  expect(report.backend).toBe(backend);
  expect(Math.max(report.logits, report.gradients, report.parametersAfterSteps)).toBeLessThan(tensors);
  expect(report.losses).toBeLessThan(losses);
});
