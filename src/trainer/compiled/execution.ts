/** How functions of tensors are run: as they are written, or recorded once and run as a graph. */
import * as tf from '@tensorflow/tfjs-core';
import { Refusal } from '#base/refusal';
import type { Precision } from '#contract/trainer';
import type { Running } from '../backends/backend.ts';
import { inBfloat16 } from './bfloat16.ts';
import { record } from './recorder.ts';
import { openSession, type Session } from './session.ts';

/** Operation by operation; as graphs of the native library; as graphs, of which XLA compiles the step's. */
export const executionKinds = ['eager', 'graph', 'xla'] as const;
export type ExecutionKind = (typeof executionKinds)[number];

/** The function that has one shape all through a run and takes most of its time: XLA's seconds are for it alone. */
const trainingStep = 'step';

type Named = Readonly<Record<string, tf.Tensor>>;

export interface Execution {
  /** The kind in use; after a failure a plainer one. Last digits depend on it. */
  readonly kind: ExecutionKind;
  /**
   * compute(inputs); the caller owns the outputs.
   *
   * @param name    of the function: a name and shapes of inputs stand for one graph, so that all that `compute` uses beside
   *                its inputs must stay as it is for as long as this execution lives
   * @param compute takes tensors, gives tensors, and reads no numbers in between
   */
  run<Inputs extends Named, Outputs extends Named>(
    name: string,
    inputs: Inputs,
    compute: (inputs: Inputs) => Outputs,
  ): Outputs;
  /** Goes on as another kind, where the backend has it. */
  use(kind: ExecutionKind): void;
  dispose(): void;
}

/**
 * @param report    hears why a function could not be run as wanted
 * @param precision of the products of matrices in the training step, which XLA is left out of where it is bfloat16; what is
 *                  evaluated and probed is always float32
 * @throws Refusal `precision_unavailable`, also later, where a graph of that precision cannot be run
 */
export function execution(
  { graphs, withoutKernels = (compute) => compute() }: Pick<Running, 'graphs' | 'withoutKernels'>,
  wanted: ExecutionKind,
  report: (line: string) => void = console.warn,
  precision: Precision = 'float32',
): Execution {
  const functions = new Map<string, CompiledFunction>();
  let kind: ExecutionKind = graphs === 'none' ? 'eager' : wanted;
  if (precision === 'bfloat16' && kind === 'eager') throw noGraphs('Operation by operation there is float32 only.');

  const dispose = (): void => {
    for (const { session } of functions.values()) session.dispose();
    functions.clear();
  };
  const fallBack = (name: string, error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    const next = kind === 'xla' ? 'graph' : 'eager';
    if (precision === 'bfloat16' && next === 'eager') throw noGraphs(`"${name}" cannot run as a graph: ${reason}`);
    report(`"${name}" cannot run as ${kind}, so the trainer goes on as ${next}: ${reason}`);
    kind = next;
  };

  return {
    get kind() {
      return kind;
    },
    run: (name, inputs, compute) => {
      while (kind !== 'eager') {
        try {
          const xla = kind === 'xla' && name === trainingStep && precision === 'float32';
          const key = `${name} ${String(xla)} ${shapesOf(inputs)}`;
          const make = (): CompiledFunction =>
            compiled(inputs, compute, xla, name === trainingStep ? precision : 'float32');
          const found = functions.get(key) ?? (xla ? withoutKernels(make) : make());
          functions.set(key, found);
          return run(found, inputs) as ReturnType<typeof compute>;
        } catch (error) {
          fallBack(name, error);
        }
      }
      return tf.tidy(() => compute(inputs) as tf.TensorContainer) as ReturnType<typeof compute>;
    },
    use: (next) => {
      if (graphs !== 'none') kind = next;
    },
    dispose,
  };
}

/**
 * The kind that the environment asks for (AIOLI_TRAINER_EXECUTION), else the backend's usual one.
 * @throws Refusal `execution_unknown`
 */
export function wantedKind({ graphs }: Pick<Running, 'graphs'>): ExecutionKind {
  const asked = process.env['AIOLI_TRAINER_EXECUTION'];
  if (!asked) return graphs === 'usual' ? 'graph' : 'eager';
  const found = executionKinds.find((kind) => kind === asked);
  if (found) return found;
  throw new Refusal('execution_unknown', `AIOLI_TRAINER_EXECUTION is "${asked}".`, {
    field: 'AIOLI_TRAINER_EXECUTION',
    remedy: `Set it to ${executionKinds.join(', ')}, or not at all.`,
  });
}

function noGraphs(reason: string): Refusal {
  return new Refusal('precision_unavailable', `Products of matrices in bfloat16 are not to be had: ${reason}`, {
    field: 'training.precision',
    remedy: 'Leave `training.precision` out, or run graphs (AIOLI_TRAINER_EXECUTION not set, backend tensorflow).',
  });
}

interface CompiledFunction {
  readonly session: Session;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

function compiled<Inputs extends Named>(
  inputs: Inputs,
  compute: (inputs: Inputs) => Named,
  xla: boolean,
  precision: Precision,
): CompiledFunction {
  const inputNames = Object.keys(inputs);
  let outputNames: readonly string[] = [];
  const recording = record(Object.values(inputs), (tensors) => {
    const outputs = compute(
      Object.fromEntries(tensors.map((tensor, i) => [inputNames[i]!, tensor])) as unknown as Inputs,
    );
    outputNames = Object.keys(outputs);
    return Object.values(outputs);
  });
  const session = openSession(precision === 'bfloat16' ? inBfloat16(recording) : recording, xla);
  return { session, inputNames, outputNames };
}

function run({ session, inputNames, outputNames }: CompiledFunction, inputs: Named): Named {
  const outputs = session.run(inputNames.map((name) => inputs[name]!));
  return Object.fromEntries(outputs.map((output, i) => [outputNames[i]!, output]));
}

function shapesOf(inputs: Named): string {
  return Object.entries(inputs)
    .map(([name, { shape, dtype }]) => `${name}:${dtype}[${shape.join()}]`)
    .join(' ');
}
