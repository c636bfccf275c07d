/** The calls that find out how many trainers this computer trains quickest with, and what was found. */
import { cpus } from 'node:os';
import { Refusal } from '#base/refusal';
import type { MachineCalls } from '#contract/api';
import { modelShape, trainingSetting, type Experiment } from '#contract/experiment';
import type { SlotMeasure } from '#contract/slots';
import type { BackendId, ModelShape, TrainingSetting } from '#contract/trainer';
import { variantsOf } from '#contract/variants';
import { openTokenizer } from '#corpus/tokenizers/index';
import { checkExperiment, refuse } from '../experiments/check.ts';
import { backendOf } from '../experiments/precision.ts';
import { expectedBytes } from '../experiments/resources.ts';
import type { Tasks } from '../groups/tasks.ts';
import { contentHash } from '../run-spec.ts';
import type { Slots } from '../running/slots.ts';
import type { Store } from '../store/index.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import type { Workspace } from '../workspace.ts';
import type { Backends } from './backends.ts';
import type { MeasureOrder } from './calibrate.ts';
import { arrangementsOf, arrangementsOnCards, measureSlots } from './measure-slots.ts';
import { thisMachine } from './this-machine.ts';

export interface SlotsSetting {
  readonly store: Store;
  readonly workspace: Pick<Workspace, 'checkpoints'>;
  readonly launch: LaunchTrainer;
  readonly backends: Pick<Backends, 'choose'>;
  readonly tasks: Pick<Tasks, 'follow'>;
  readonly slots: Pick<Slots, 'takeAll'>;
  readonly freeMemoryBytes: () => number;
  /** Graphics cards that trainers may use. */
  readonly cards: () => readonly string[];
}

type Order = Omit<MeasureOrder, 'threads'> & { readonly backend: BackendId };

export function openSlotCalls(
  setting: SlotsSetting,
): Pick<MachineCalls, 'measureSlots' | 'slotMeasure' | 'slotMeasures'> {
  const { store, workspace, launch, tasks, slots, freeMemoryBytes, cards } = setting;

  const measure = async (order: Order): Promise<SlotMeasure> => {
    const giveBack = slots.takeAll();
    if (giveBack === null) throw busy();
    try {
      const all = arrangementsFor(order, freeMemoryBytes(), cards());
      const rows = await tasks.follow('slots', 'Measuring trainers side by side', ({ signal, onProgress }) =>
        measureSlots(order, all, { launch, folder: workspace.checkpoints, signal, onProgress }),
      );
      const cutShort = rows.length < all.length ? 'Further arrangements would have taken more than two minutes.' : null;
      const found = { at: new Date().toISOString(), cores: cpus().length, ...wordsOf(order), rows, cutShort };
      store.slotMeasures.put(keyOf(order), found);
      return found;
    } finally {
      giveBack();
    }
  };

  return {
    measureSlots: async (input) => measure(await orderOf(input, setting)),
    slotMeasure: async (input) => store.slotMeasures.get(keyOf(await orderOf(input, setting))),
    slotMeasures: () => Promise.resolve(store.slotMeasures.list()),
  };
}

async function orderOf(input: unknown, { store, backends }: SlotsSetting): Promise<Order> {
  const { experiment, findings } = await checkExperiment(input, store);
  refuse(findings);
  const own: Experiment = variantsOf(experiment!)[0]!;
  const { vocabularySize } = await openTokenizer(own.tokenizer);
  return {
    backend: await backendOf(own, backends.choose),
    shape: modelShape(own, vocabularySize),
    training: trainingSetting(own),
  };
}

/** All arrangements that memory allows. */
function arrangementsFor({ backend, shape, training }: Order, freeBytes: number, cards: readonly string[]) {
  const cores = cpus().length;
  if (backend === 'tensorflow' && cards.length > 0) return arrangementsOnCards(cards.length, cores);
  const most = Math.min(64, Math.floor(freeBytes / expectedBytes(shape, training.batch, 1)));
  const all = arrangementsOf(cores, most);
  return backend === 'tensorflow' ? all : all.map(({ trainers }) => ({ trainers, threads: 1 })); // others have but one
}

function keyOf({ backend, shape, training }: Order): string {
  const { batch, precision } = training;
  return contentHash({ machine: thisMachine(), backend, shape, batch, precision });
}

function wordsOf({ backend, shape, training }: Order): Pick<SlotMeasure, 'backend' | 'work'> {
  return {
    backend: training.precision === undefined ? backend : `${backend} in ${training.precision}`,
    work: workWords(shape, training),
  };
}

/** `4 layers of 128, 8 × 128 tokens a step`. */
export function workWords({ layers, hiddenSize, context }: ModelShape, { batch }: TrainingSetting): string {
  return `${layers} layers of ${hiddenSize}, ${batch} × ${context} tokens a step`;
}

export function busy(): Refusal {
  return new Refusal(
    'runs_training',
    'Something trains in this workspace, so the computer is not free to be measured.',
    {
      remedy: 'Wait for it or pause the queue, then measure again.',
    },
  );
}
