/** Which backends this machine can use; asked of a trainer once, because loading a native library takes seconds. */
import { Refusal } from '#base/refusal';
import type { Experiment } from '#contract/experiment';
import type { BackendId, BackendState } from '#contract/trainer';
import type { LaunchTrainer } from '../trainer-process.ts';

export interface Backends {
  /** @param again asks the machine anew instead of remembering */
  readonly list: (again?: boolean) => Promise<readonly BackendState[]>;
  /** @throws Refusal `backend_unavailable` */
  readonly choose: (wanted: Experiment['backend']) => Promise<BackendId>;
}

export function openBackends(launch: LaunchTrainer): Backends {
  let known: Promise<readonly BackendState[]> | null = null;

  const list = (again = false): Promise<readonly BackendState[]> => {
    if (known === null || again) {
      known = ask(launch);
      known.catch(() => (known = null)); // a trainer that died is asked again next time
    }
    return known;
  };

  return {
    list,
    choose: async (wanted) => {
      const states = await list();
      const found = states.find(({ backend, usable, avoided }) =>
        wanted === 'auto' ? usable && !avoided : usable && backend === wanted,
      );
      if (found) return found.backend;
      const asked = states.find(({ backend }) => backend === wanted);
      throw new Refusal(
        'backend_unavailable',
        asked ? `The backend ${wanted} cannot be used here: ${asked.detail}` : 'No backend can be used here.',
        { field: 'backend', remedy: asked?.remedy ?? 'Run `aioli doctor` to see why, and how to get one.' },
      );
    },
  };
}

async function ask(launch: LaunchTrainer): Promise<readonly BackendState[]> {
  const trainer = launch(() => undefined);
  try {
    return await trainer.call.backends();
  } finally {
    trainer.close();
  }
}
