/** The calls that compare bfloat16 with float32 for an experiment's own model and text. */
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { MachineCalls } from '#contract/api';
import { modelShape, trainingSetting } from '#contract/experiment';
import type { PrecisionCheck } from '#contract/precision-check';
import { variantsOf } from '#contract/variants';
import { checkExperiment, refuse } from '../experiments/check.ts';
import { backendOf, precisionKey } from '../experiments/precision.ts';
import { threadsOf } from '../experiments/run-plan.ts';
import { tokenizeGroups, type TokenizingSetting } from '../groups/tokenizing.ts';
import type { Slots } from '../running/slots.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import type { Backends } from './backends.ts';
import { comparePrecisions } from './check-precision.ts';
import { busy, workWords } from './slot-calls.ts';

export interface PrecisionSetting extends TokenizingSetting {
  readonly launch: LaunchTrainer;
  readonly backends: Pick<Backends, 'choose'>;
  readonly slots: Pick<Slots, 'takeAll'>;
}

const usualSteps = 300;
const usualSeeds = 3;

export function openPrecisionCalls(
  setting: PrecisionSetting,
): Pick<MachineCalls, 'checkPrecision' | 'precisionChecks'> {
  const { store, workspace, tasks, launch, slots } = setting;

  const check: MachineCalls['checkPrecision'] = async (input, { steps = usualSteps, seeds = usualSeeds } = {}) => {
    if (seeds < 2) throw tooFewSeeds();
    const { experiment, findings } = await checkExperiment(input, store);
    refuse(findings);
    const design = variantsOf(experiment!)[0]!;
    const asked = { ...design, training: { ...design.training, steps, precision: 'bfloat16' as const } };
    const backend = await backendOf(asked, setting.backends.choose);
    const groups = asked.groups.map((name) => store.groups.named(name)!);
    const { tokenizer, shards } = await tokenizeGroups(asked.tokenizer, groups, setting);
    const shape = modelShape(asked, tokenizer.vocabularySize);
    const training = trainingSetting(asked);
    const giveBack = slots.takeAll();
    if (giveBack === null) throw busy();
    try {
      const order = {
        setting: {
          backend,
          shape,
          training,
          groups: groups.map(({ name }, i) => ({ name, folder: join(workspace.shards, shards[i]!.key) })),
          evaluationSequences: asked.evaluation.sequences,
        },
        ...{ threads: undefined, ...threadsOf(asked, backend) },
        steps,
        seeds: Array.from({ length: seeds }, (_, seed) => seed),
      };
      const found = await tasks.follow('precision', 'Training in float32 and in bfloat16', ({ signal, onProgress }) =>
        comparePrecisions(order, { launch, signal, onProgress }),
      );
      const checked: PrecisionCheck = {
        at: new Date().toISOString(),
        work: workWords(shape, training),
        steps,
        ...found,
      };
      store.precisionChecks.put(precisionKey(shape, training), checked);
      return checked;
    } finally {
      giveBack();
    }
  };

  return { checkPrecision: check, precisionChecks: () => Promise.resolve(store.precisionChecks.list()) };
}

function tooFewSeeds(): Refusal {
  return new Refusal('option_invalid', 'One seed does not show how much seeds differ.', {
    field: 'seeds',
    remedy: 'Take two or more.',
  });
}
