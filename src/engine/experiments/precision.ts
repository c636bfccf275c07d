/** Which backends can compute in the precision that an experiment asks for. */
import { Refusal } from '#base/refusal';
import type { Experiment } from '#contract/experiment';
import type { BackendId } from '#contract/trainer';
import { findingOfRefusal, type Finding } from './findings.ts';

type Asked = Pick<Experiment, 'backend'> & { readonly training: Pick<Experiment['training'], 'precision'> };

const field = 'training.precision';

/** What can be said before it is known which backend this machine has. */
export function precisionFindings({ backend, training }: Asked): Finding[] {
  if (training.precision !== 'bfloat16' || backend === 'auto' || backend === 'tensorflow') return [];
  return [findingOfRefusal(unavailable(backend), field)];
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
