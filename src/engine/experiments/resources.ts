/** Whether this machine has the memory and the disk that an experiment needs, judged before anything starts. */
import { formatBytes } from '#base/format';
import type { Problem } from '#contract/api';
import type { ModelShape } from '#contract/trainer';
import type { Finding } from './findings.ts';
import { parameterCount } from './model-size.ts';

export interface Machine {
  /** Bytes that may still be taken. */
  readonly freeMemoryBytes: number;
  readonly freeDiskBytes: number;
}

export interface Needs {
  /** Of one trainer, at its peak. */
  readonly trainerBytes: number;
  /** Trainers that will be started beside those that run now. */
  readonly trainers: number;
  readonly diskBytes: number;
}

/** More than this share of what is free is worth a word before. */
const closeShare = 0.8;
/** A library and a process, before there is any model. */
const processBytes = 450 * 2 ** 20;
/** Of four bytes per parameter, in a step: parameters and two moments before and after it, the gradient, something in between. */
const vectorsInStep = 8;
/** Parameters and two moments. */
const vectorsAtRest = 3;

/**
 * Memory that training takes at least: the vectors of the model that takes a step, the others at rest, and the activations
 * that a backward pass keeps.
 *
 * @param models that are held at a time
 */
export function expectedBytes(shape: ModelShape, batch: number, models: number): number {
  const { hiddenSize, layers, heads, intermediateSize, context, vocabularySize } = shape;
  const perToken = layers * (10 * hiddenSize + 2 * intermediateSize + 2 * heads * context) + 3 * vocabularySize;
  const vectors = vectorsInStep + vectorsAtRest * (models - 1);
  return processBytes + 4 * (vectors * parameterCount(shape) + batch * context * perToken);
}

/** What would run out, as errors; what would come close, as warnings. */
export function resourceFindings({ trainerBytes, trainers, diskBytes }: Needs, machine: Machine): readonly Finding[] {
  const memoryBytes = trainerBytes * trainers;
  return [
    ...finding(memoryBytes, machine.freeMemoryBytes, {
      code: 'insufficient_memory',
      field: 'model',
      what: `Training needs about ${formatBytes(memoryBytes)} of memory${trainers > 1 ? ` with ${trainers} trainers at a time` : ''}`,
      remedy:
        trainers > 1
          ? 'Let fewer trainers work at a time, or choose a smaller model, batch or context.'
          : 'Choose a smaller model, batch or context, or close other programs.',
    }),
    ...finding(diskBytes, machine.freeDiskBytes, {
      code: 'disk_full',
      field: '',
      what: `Checkpoints and models need about ${formatBytes(diskBytes)} of disk`,
      remedy: 'Free space there, move the workspace to a larger disk, or choose a smaller model or fewer runs.',
    }),
  ];
}

interface Words extends Pick<Problem, 'field' | 'remedy'> {
  readonly code: Finding['code'];
  readonly what: string;
}

function finding(needed: number, free: number, { code, field, what, remedy }: Words): Finding[] {
  if (needed <= closeShare * free) return [];
  const severity = needed > free ? ('error' as const) : ('warning' as const);
  const message =
    severity === 'error'
      ? `${what}; ${formatBytes(free)} are free.`
      : `${what}, close to the ${formatBytes(free)} that are free.`;
  return [{ code, field, severity, message, remedy }];
}
