/** Groups as people name them. */
import { Refusal } from '#base/refusal';
import type { EngineApi, GroupSummary } from '#contract/api';

/** By name or id. @throws Refusal `group_unknown` */
export async function groupNamed(engine: Pick<EngineApi, 'listGroups'>, name: string): Promise<GroupSummary> {
  const all = await engine.listGroups();
  const found = all.find((group) => group.name === name || group.id === name);
  if (found) return found;
  throw new Refusal('group_unknown', `There is no group named "${name}".`, {
    remedy:
      all.length > 0 ? `The groups are ${all.map((group) => group.name).join(', ')}.` : 'Add one: `aioli groups add`.',
  });
}

/** @throws Refusal `group_unknown` */
export async function idsOf(
  engine: Pick<EngineApi, 'listGroups'>,
  names: readonly string[],
): Promise<readonly GroupSummary['id'][]> {
  return Promise.all(names.map(async (name) => (await groupNamed(engine, name)).id));
}
