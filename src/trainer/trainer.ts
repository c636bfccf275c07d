/** The trainer's calls: orders in plain data, one after the other, answered in plain data. */
import * as tf from '@tensorflow/tfjs-core';
import { randomFor } from '#base/random';
import { Refusal } from '#base/refusal';
import { openShards, type Shards } from '#corpus/shards';
import type { ModelShape, TrainerApi, TrainerFacts, TrainerSetting } from '#contract/trainer';
import type { Running } from './backends/backend.ts';
import { backendStates, startBackend } from './backends/index.ts';
import { loadLearners, saveLearners } from './checkpoint.ts';
import { chooseKind } from './compiled/choice.ts';
import { execution, wantedKind } from './compiled/execution.ts';
import { evaluate } from './evaluation.ts';
import { readParameters, readShape, writeModel } from './huggingface.ts';
import { freshRecord, Learner, type Workshop } from './learner.ts';
import { throwawayModel } from './measure.ts';
import { checkLargestTensor } from './largest-tensor.ts';
import { gptNeoX, initialParameters } from './model.ts';
import { probe } from './probe.ts';
import { slopes } from './slopes.ts';
import { verify } from './verify.ts';
import { join } from 'node:path';

/** What `open` made. */
interface Opened {
  readonly setting: TrainerSetting;
  readonly running: Running;
  readonly shop: Workshop;
}

/** A trainer with no model yet. Calls that overlap wait for each other. */
export function createTrainer(): TrainerApi {
  const learners = new Map<number, Learner>();
  let opened: Opened | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** Runs orders one at a time: training lets other work of the process in between its steps. */
  const inTurn = <Answer>(order: () => Answer | Promise<Answer>): Promise<Answer> => {
    const answer = last.then(order);
    last = answer.catch(() => undefined); // its caller hears of it
    return answer;
  };
  const open = (): Opened => {
    if (!opened) throw new Error('the trainer is not open');
    return opened;
  };
  const learner = (model: number): Learner => {
    const found = learners.get(model);
    if (!found) throw new Error(`there is no model number ${model}`);
    return found;
  };
  const drop = (model: number): void => {
    learners.get(model)?.dispose();
    learners.delete(model);
  };
  const close = (): void => {
    for (const model of [...learners.keys()]) drop(model);
    opened?.shop.execution.dispose();
    opened?.shop.model.dispose();
    opened?.shop.shards.forEach((group) => group.close());
    opened = null;
  };

  return {
    open: (setting) =>
      inTurn(async () => {
        close();
        checkShape(setting.shape);
        const { running, passedOver } = await startBackend(setting.backend);
        if (running.largestTensorBytes) checkLargestTensor(setting, running.largestTensorBytes);
        const shop: Workshop = {
          model: gptNeoX(setting.shape, running.operations),
          execution: execution(running, wantedKind(running), console.warn, setting.training.precision),
          training: setting.training,
          shards: openAll(setting),
          context: setting.shape.context,
        };
        opened = { setting, running, shop };
        const { id: backend } = running;
        const device = shop.execution.kind === 'eager' ? running.device : `${running.device}, ${shop.execution.kind}`;
        return { backend, device, passedOver, parameters: shop.model.parameterCount } satisfies TrainerFacts;
      }),

    create: ({ model, seed, steps, from }) =>
      inTurn(() => {
        const { setting, shop } = open();
        if (steps >= longRun) chooseForLongRun(open());
        const parameters = from
          ? parametersFrom(from, setting.shape)
          : initialParameters(setting.shape, randomFor(seed, 'initial parameters'));
        const made = new Learner(shop, freshRecord(seed, steps), { parameters });
        drop(model);
        learners.set(model, made);
        return { parameters: shop.model.parameterCount };
      }),

    train: ({ model, ...segment }) => inTurn(() => learner(model).train(segment)),

    evaluate: ({ model, ...order }) =>
      inTurn(() => {
        const { setting, shop } = open();
        return evaluate(shop, learner(model).parameters, { ...order, sequences: setting.evaluationSequences });
      }),

    probe: ({ model, reference, ...order }) =>
      inTurn(() =>
        probe(open().shop, learner(model), {
          ...order,
          reference: reference === undefined ? undefined : learner(reference),
        }),
      ),

    slopes: ({ model, ...order }) =>
      inTurn(() => {
        const { setting, shop } = open();
        return slopes(shop, learner(model), { ...order, evaluationSequences: setting.evaluationSequences });
      }),

    drop: ({ model }) => inTurn(() => drop(model)),

    save: ({ file }) => inTurn(async () => ({ bytes: await saveLearners(file, open().shop.execution.kind, learners) })),

    load: ({ file }) =>
      inTurn(() => {
        const loaded = loadLearners(file, open().shop);
        for (const model of [...learners.keys()]) drop(model);
        for (const [model, made] of loaded) learners.set(model, made);
        return { models: [...loaded].map(([model, { step }]) => ({ model, step })) };
      }),

    exportModel: ({ model, folder }) =>
      inTurn(async () => writeModel(folder, open().setting.shape, await learner(model).vector('parameters'))),

    readShape: ({ folder }) => inTurn(() => readShape(folder)),

    memory: () => inTurn(() => ({ peakBytes: process.resourceUsage().maxRSS * 1024 })),

    verify: ({ folder, backend }) =>
      inTurn(async () => {
        const { running } = await startBackend(backend);
        const report = await verify(running, folder);
        if (opened) await tf.setBackend(opened.running.id);
        return report;
      }),

    backends: () => inTurn(() => backendStates(opened?.running.id ?? null)),
  };
}

/** Steps of a learner from which on it may be worth seconds to find the quickest way to take them. */
const longRun = 1000;
/** A larger model gains little, and measuring would need the memory for two. */
const largestMeasured = 5e7;

function chooseForLongRun({ setting, running, shop }: Opened): void {
  const { execution: how, model, training, context } = shop;
  // XLA cannot compile the kernels, and nowhere was it quicker than graphs with them; nor does it gain from bfloat16.
  const isOpen = how.kind === 'graph' && !process.env['AIOLI_TRAINER_EXECUTION'] && !running.withoutKernels;
  if (!isOpen || training.precision === 'bfloat16' || model.parameterCount > largestMeasured) return;
  const facts = { device: running.device, shape: setting.shape, batch: training.batch, context };
  const throwaway = throwawayModel(shop, setting.shape);
  chooseKind(how, facts, throwaway.takeStep);
  throwaway.dispose();
  console.warn(`Training steps run as ${how.kind}.`);
}

function openAll({ groups, shape }: TrainerSetting): readonly Shards[] {
  const shards: Shards[] = [];
  try {
    for (const { folder, name } of groups) {
      const opened = openShards(folder, name);
      shards.push(opened);
      if (opened.meta.vocabularySize > shape.vocabularySize)
        throw new Refusal(
          'model_invalid',
          `Group "${name}" has ${opened.meta.vocabularySize} kinds of token; the model has ${shape.vocabularySize}.`,
          { file: folder, field: 'tokenizer', remedy: 'Use the tokenizer that the model was made for.' },
        );
    }
    return shards;
  } catch (error) {
    shards.forEach((group) => group.close());
    throw error;
  }
}

function checkShape({ hiddenSize, heads, context }: ModelShape): void {
  if (hiddenSize % heads !== 0)
    throw new Refusal('model_invalid', `A width of ${hiddenSize} cannot be divided among ${heads} heads.`, {
      field: 'model.heads',
      remedy: 'Choose a number of heads that divides hiddenSize.',
    });
  if (context < 2)
    throw new Refusal('model_invalid', 'A sequence needs at least two tokens.', {
      field: 'training.context',
      remedy: 'Choose a longer context.',
    });
}

/** @throws Refusal `model_invalid` when the folder's model has another shape; the context may differ */
function parametersFrom(folder: string, shape: ModelShape): Float32Array {
  const { context: _theirs, ...found } = readShape(folder);
  const { context: _ours, ...wanted } = shape;
  const differing = (Object.keys(wanted) as (keyof typeof wanted)[]).find((key) => found[key] !== wanted[key]);
  if (differing)
    throw new Refusal(
      'model_invalid',
      `The model has ${differing} ${String(found[differing])}, the experiment ${String(wanted[differing])}.`,
      { file: join(folder, 'config.json'), field: differing, remedy: 'Give the experiment the shape of this model.' },
    );
  return readParameters(join(folder, 'model.safetensors'), shape);
}
