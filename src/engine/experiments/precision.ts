/** Which backends can compute in the precision that an experiment asks for. */
import { formatNumber, formatSigned } from '#base/format';
import { Refusal } from '#base/refusal';
import { modelShape, type Experiment } from '#contract/experiment';
import { verdictOn } from '#contract/precision-check';
import type { BackendId, ModelShape, TrainingSetting } from '#contract/trainer';
import { thisMachine } from '../machine/this-machine.ts';
import { contentHash } from '../run-spec.ts';
import type { Store } from '../store/index.ts';
import { findingOfRefusal, warning, type Finding } from './findings.ts';

type Asked = Pick<Experiment, 'backend'> & { readonly training: Pick<Experiment['training'], 'precision'> };

const field = 'training.precision';

/** What can be said before it is known which backend this machine has. */
export function precisionFindings({ backend, training }: Asked): Finding[] {
  if (training.precision !== 'bfloat16' || backend === 'auto' || backend === 'tensorflow') return [];
  return [findingOfRefusal(unavailable(backend), field)];
}

/** Of a model and a batch on this machine, whatever it is trained on. */
export function precisionKey(shape: ModelShape, { batch }: Pick<TrainingSetting, 'batch'>): string {
  return contentHash({ machine: thisMachine(), shape, batch });
}

/** A word on bfloat16 where nobody has looked whether it matters here, or where it does. */
export function precisionWarnings(
  experiment: Experiment,
  vocabularySize: number,
  store: Pick<Store, 'precisionChecks'>,
): Finding[] {
  if (experiment.training.precision !== 'bfloat16') return [];
  const check = store.precisionChecks.get(precisionKey(modelShape(experiment, vocabularySize), experiment.training));
  if (check === null)
    return [
      {
        ...warning(field),
        message: 'Nobody has looked yet whether bfloat16 comes to the losses of float32 for this model.',
        remedy: 'Run `aioli bench precision` on the experiment file.',
      },
    ];
  const { difference, spread, isWithin } = verdictOn(check.pairs);
  if (isWithin) return [];
  return [
    {
      ...warning(field),
      message: `For this model bfloat16 ended ${formatSigned(difference, 4)} nats per token from float32 after ${check.steps} steps; seeds differ by ${formatNumber(spread, 4)}.`,
      remedy: 'Use float32, or compare runs in bfloat16 among themselves only.',
    },
  ];
}

/** The backend that an experiment is computed by. @throws Refusal `precision_unavailable`, `backend_unavailable` */
export async function backendOf(
  { backend, training }: Asked,
  choose: (wanted: Experiment['backend']) => Promise<BackendId>,
): Promise<BackendId> {
  const chosen = await choose(backend);
  if (training.precision === 'bfloat16' && chosen !== 'tensorflow') throw unavailable(chosen);
  return chosen;
}

function unavailable(backend: BackendId): Refusal {
  return new Refusal('precision_unavailable', `The backend ${backend} computes in float32 only.`, {
    field,
    remedy: 'Choose float32, or the backend tensorflow; `aioli doctor` says whether this machine has it.',
  });
}
