/** Which text a group has had when, and which experiments were trained on which. */
import type { ExperimentText, GroupCalls, GroupVersion } from '#contract/api';
import { unknownExperiment } from '../experiments/experiments.ts';
import { promised } from '../promised.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { Store } from '../store/index.ts';

export function openVersions(
  store: Store,
  known: (idOrName: string) => StoredGroup,
): Pick<GroupCalls, 'groupVersions' | 'experimentTexts'> {
  return {
    groupVersions: (id) =>
      promised(() => {
        const group = known(id);
        return store.groupVersions.ofGroup(group.id).map(({ version, readAt }): GroupVersion => {
          const { documents, bytes } = store.texts.get(version)!;
          const experiments = store.groupVersions.uses(version);
          return { version, readAt, isCurrent: version === group.version, documents, bytes, experiments };
        });
      }),
    experimentTexts: (id) =>
      promised(() => {
        if (!store.experiments.get(id)) throw unknownExperiment(id);
        const first = store.experiments.places(id)[0];
        const run = first && store.runs.get(first.run);
        return run ? run.spec.groups.map(({ name, version }) => textState(store, name, version)) : [];
      }),
  };
}

/** A group that was renamed is found by its text. */
function textState(store: Store, name: string, version: string): ExperimentText {
  const named = store.groups.named(name);
  if (named?.version === version) return { name, version, state: 'current', group: named.id };
  const same = store.groups.list().find((group) => group.version === version);
  if (same) return { name, version, state: 'current', group: same.id };
  const holder = named?.id ?? store.groupVersions.holder(version);
  return { name, version, state: holder === null ? 'gone' : 'other', group: holder };
}
