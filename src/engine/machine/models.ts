/** Models outside runs: exported, judged, checked against reference tensors, timed. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '#base/refusal';
import type { BenchResult, EngineApi } from '#contract/api';
import {
  evaluationSchema,
  experimentSchema,
  modelPresets,
  modelShape,
  trainingSetting,
  type ModelPreset,
} from '#contract/experiment';
import type { BackendId, VerifyReport } from '#contract/trainer';
import { unknownGroup } from '../groups/groups.ts';
import { tokenizeGroups, type TokenizingSetting } from '../groups/tokenizing.ts';
import { promised } from '../promised.ts';
import { finishedModelFolder } from '../running/checkpointing.ts';
import { unknownRun } from '../running/queue.ts';
import type { LaunchTrainer } from '../trainer-process.ts';
import type { Backends } from './backends.ts';
import { measureSteps, median } from './calibrate.ts';

export async function verifyModel(
  launch: LaunchTrainer,
  folder: string,
  backend: BackendId | 'auto',
): Promise<VerifyReport> {
  requireModel(folder);
  const trainer = launch(() => undefined);
  try {
    return await trainer.call.verify({ folder, backend });
  } finally {
    trainer.close();
  }
}

export async function bench(
  launch: LaunchTrainer,
  preset: string,
  backend: BackendId | 'auto',
  steps: number,
): Promise<BenchResult> {
  const { shape, training } = settingOf(preset, steps);
  const { facts, ...measured } = await measureSteps(launch, { backend, shape, training }, tmpdir(), steps);
  const secondsPerStep = median(measured.secondsPerStep);
  return {
    preset,
    backend: facts.backend,
    batch: training.batch,
    context: shape.context,
    parameters: facts.parameters,
    tokensPerSecond: (training.batch * shape.context) / secondsPerStep,
    secondsPerStep,
  };
}

/** A preset with bytes as tokens and every default of an experiment. */
function settingOf(preset: string, steps: number) {
  if (!(modelPresets as readonly string[]).includes(preset))
    throw new Refusal('model_invalid', `There is no model preset "${preset}".`, {
      field: 'preset',
      remedy: `The presets are ${modelPresets.join(', ')}.`,
    });
  const experiment = experimentSchema.parse({
    format: 1,
    name: 'bench',
    groups: ['made-up'],
    model: preset as ModelPreset,
    training: { steps },
    seeds: [0],
    methods: [{ id: 'stratified' }],
  });
  return { shape: modelShape(experiment, 257), training: trainingSetting(experiment) };
}

/** As many as an experiment takes unless told, so that a model is judged here by what its run was judged by. */
const usualSequences = evaluationSchema.parse({}).sequences;

export interface ModelsSetting extends TokenizingSetting {
  readonly launch: LaunchTrainer;
  readonly backends: Backends;
}

export function openModels(
  setting: ModelsSetting,
): Pick<EngineApi, 'exportModel' | 'evaluateModel' | 'verify' | 'bench'> {
  const { store, workspace, launch, backends } = setting;
  return {
    exportModel: (id, folder) =>
      promised(() => {
        const run = store.runs.get(id);
        if (!run) throw unknownRun(id);
        if (run.state !== 'finished')
          throw new Refusal('run_state', `Run ${id} is ${run.state}; only a finished run has a model to export.`, {
            remedy: 'Let the run finish first.',
          });
        if (existsSync(folder) && readdirSync(folder).length > 0)
          throw new Refusal('checkpoint_unreadable', `The folder ${folder} is not empty.`, {
            file: folder,
            remedy: 'Name a new or empty folder; nothing was written.',
          });
        mkdirSync(folder, { recursive: true });
        cpSync(finishedModelFolder(workspace.checkpoints, id), folder, { recursive: true });
      }),
    evaluateModel: async (folder, tokenizer, names, sequences = usualSequences) => {
      requireModel(folder);
      const groups = (names ?? store.groups.list().map((group) => group.name)).map((name) => {
        const group = store.groups.named(name);
        if (!group) throw unknownGroup(name, store);
        return group;
      });
      if (groups.length === 0) throw unknownGroup('', store);
      const tokenized = await tokenizeGroups(tokenizer, groups, setting);
      const trainer = launch(() => undefined);
      try {
        await trainer.call.open({
          backend: await backends.choose('auto'),
          shape: await trainer.call.readShape({ folder }),
          training: settingOf('nano', 1).training, // nothing is trained
          groups: groups.map(({ name }, i) => ({ name, folder: join(workspace.shards, tokenized.shards[i]!.key) })),
          evaluationSequences: sequences,
        });
        await trainer.call.create({ model: 0, seed: 0, steps: 1, from: folder });
        const { losses } = await trainer.call.evaluate({ model: 0, split: 'test' });
        return { groups: groups.map(({ name }) => name), losses };
      } finally {
        trainer.close();
      }
    },
    verify: (folder, backend) => verifyModel(launch, folder, backend),
    bench: (preset, backend, steps) => bench(launch, preset, backend, steps),
  };
}

function requireModel(folder: string): void {
  if (existsSync(join(folder, 'config.json'))) return;
  throw new Refusal('checkpoint_unreadable', `There is no config.json in ${folder}.`, {
    file: folder,
    remedy: 'Name a folder with config.json and model.safetensors.',
  });
}
