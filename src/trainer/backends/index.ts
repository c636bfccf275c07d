/** All backends, in the order in which `auto` tries them, and the choice among them. */
import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '#base/refusal';
import type { BackendId, BackendState, TrainerFacts } from '#contract/trainer';
import { type Backend, type Running, Unusable } from './backend.ts';
import { cpu } from './cpu.ts';
import { tensorflow } from './tensorflow.ts';
import { wasm } from './wasm.ts';
import { webgpu } from './webgpu.ts';

export const backends: readonly Backend[] = [tensorflow, webgpu, wasm, cpu];

export interface Choice {
  readonly running: Running;
  readonly passedOver: TrainerFacts['passedOver'];
}

/**
 * Starts the backend asked for, or with 'auto' the first that this machine can run and that is not avoided.
 * @throws Refusal `backend_unavailable` when it cannot run, `backend_unknown` for another name
 */
export async function startBackend(wanted: BackendId | 'auto', among: readonly Backend[] = backends): Promise<Choice> {
  const candidates = wanted === 'auto' ? among : among.filter((backend) => backend.id === wanted);
  if (candidates.length === 0)
    throw new Refusal('backend_unknown', `There is no backend named "${wanted}".`, {
      field: 'backend',
      remedy: `Use auto, ${among.map((backend) => backend.id).join(', ')}.`,
    });
  tf.enableProdMode(); // no advertisements on the console
  const passedOver: { backend: BackendId; reason: string; remedy: string }[] = [];
  for (const backend of candidates) {
    try {
      const running = await backend.start();
      if (wanted !== 'auto' || !running.avoided) return { running, passedOver };
      const remedy = `Name it to use it: ${backend.id}.`;
      passedOver.push({ backend: backend.id, reason: running.avoided, remedy });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      passedOver.push({ backend: backend.id, reason: error.message, remedy: error.remedy });
    }
  }
  throw new Refusal('backend_unavailable', passedOver.map(({ reason }) => reason).join(' '), {
    field: 'backend',
    remedy: passedOver[0]?.remedy ?? 'Run `npm install` again.',
  });
}

/** Tries every backend; the one that was current stays current. */
export async function backendStates(current: BackendId | null): Promise<readonly BackendState[]> {
  const states: BackendState[] = [];
  for (const backend of backends) {
    try {
      const { device, avoided } = await backend.start();
      states.push({ backend: backend.id, usable: true, detail: device, remedy: '', ...(avoided && { avoided }) });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      states.push({ backend: backend.id, usable: false, detail: error.message, remedy: error.remedy });
    }
  }
  await backends.find((backend) => backend.id === current)?.start();
  return states;
}
