/** What the workspace's groups share, computed text by text and kept; laid out for the groups that a person asks about. */
import type { LeakCell, NearPair, OverlapCalls, OverlapCell, OverlapReport, PairedDocument } from '#contract/api';
import { compareTexts } from '#corpus/overlap/compare-texts';
import { pairKey, type LeakFacts, type PairedText, type PairFacts, type TextPair } from '#corpus/overlap/pair-facts';
import { overlapSettings, signatureHashes } from '#corpus/overlap/settings';
import { Refusal } from '#base/refusal';
import { promised } from '../promised.ts';
import type { StoredGroup } from '../store/groups.ts';
import type { GroupsSetting } from './groups.ts';
import { requireText } from './tokenizing.ts';

/** Share of held-out documents from which on the verdict is that they leak. */
const leakShare = 0.01;
const settingsKey = JSON.stringify(overlapSettings);

export function openOverlap(setting: GroupsSetting, known: (idOrName: string) => StoredGroup): OverlapCalls {
  const { store, workspace, tasks } = setting;
  const chosen = (ids?: readonly string[]): readonly StoredGroup[] => {
    const groups = ids ? ids.map(known) : store.groups.list().filter(({ isEnabled }) => isEnabled);
    if (groups.length > 0) return groups;
    throw new Refusal('group_unknown', 'There is no group to compare.', {
      remedy: 'Add a group, or switch one on.',
    });
  };
  const stored = (version: string, other: string) => store.overlaps.get<PairFacts>(version, other, settingsKey);

  /** The comparison under way: another one waits for it, and may then find its pairs done. */
  let running: Promise<void> | undefined;
  const complete = async (groups: readonly StoredGroup[]): Promise<void> => {
    while (running) await Promise.allSettled([running]);
    running = computeMissing(groups).finally(() => (running = undefined));
    return running;
  };

  /** In one go over the texts that the missing pairs need. */
  const computeMissing = async (groups: readonly StoredGroup[]): Promise<void> => {
    const versions = [...new Set(groups.map(({ version }) => version))];
    const isMissing = (a: string, b: string): boolean => stored(a, b) === null;
    const needed = versions.filter((a) => versions.some((b) => isMissing(a, b) || isMissing(b, a)));
    if (needed.length === 0) return;
    for (const group of groups) if (needed.includes(group.version)) requireText(workspace, group);
    const missing = new Set(
      needed.flatMap((a, i) => needed.flatMap((b, j) => (isMissing(a, b) ? [pairKey(i, j)] : []))),
    );
    const facts = await tasks.follow('overlap', 'Comparing groups', ({ onProgress, signal }) =>
      compareTexts(needed, (i, j) => missing.has(pairKey(i, j)), { textsFolder: workspace.texts, onProgress, signal }),
    );
    const at = new Date().toISOString();
    store.transaction(() => {
      for (const [i, a] of needed.entries())
        for (const [j, b] of needed.entries()) {
          const found = facts.get(pairKey(i, j));
          if (found) store.overlaps.put(a, b, settingsKey, found, at);
        }
    });
  };

  const report = (groups: readonly StoredGroup[]): OverlapReport | null => {
    const pairs = groups.map((a) => groups.map((b) => stored(a.version, b.version)));
    if (pairs.flat().includes(null)) return null;
    const facts = pairs.map((row) => row.map((pair) => pair!.content));
    const documents = groups.map(({ version }) => store.texts.get(version)!.documents);
    return {
      groups: groups.map(({ id, name, version }, i) => ({ id, name, version, documents: documents[i]! })),
      cells: groups.map((a, i) =>
        groups.map((b, j) =>
          i !== j && a.version === b.version
            ? { exact: documents[i]!, near: 0, shared: 1, examples: [] }
            : cellOf(facts[i]![j]!, a, b),
        ),
      ),
      leaks: groups.flatMap((a, i) =>
        groups.flatMap((b, j) =>
          (['val', 'test'] as const).map((split) => leakOf(facts[i]![j]!.leaks[split], a, b, split)),
        ),
      ),
      settings: {
        nearSimilarity: overlapSettings.nearSimilarity,
        shingleWords: overlapSettings.shingleWords,
        sequenceWords: overlapSettings.sequenceWords,
        hashes: signatureHashes,
      },
      checkedAt: pairs.flat().reduce((latest, pair) => (pair!.computedAt > latest ? pair!.computedAt : latest), ''),
    };
  };

  return {
    checkOverlap: async (ids) => {
      const groups = chosen(ids);
      await complete(groups);
      return report(groups)!;
    },
    knownOverlap: (ids) => promised(() => (!ids && store.groups.list().length === 0 ? null : report(chosen(ids)))),
  };
}

function cellOf({ exact, near, shared, examples }: PairFacts, a: StoredGroup, b: StoredGroup): OverlapCell {
  return { exact, near, shared, examples: examples.map((pair) => named(pair, a, b)) };
}

function leakOf(facts: LeakFacts, evaluated: StoredGroup, trained: StoredGroup, split: 'val' | 'test'): LeakCell {
  const { documents, exact, near, shared, examples } = facts;
  const found = exact + near;
  return {
    evaluated: evaluated.id,
    trained: trained.id,
    split,
    documents,
    exact,
    near,
    shared,
    verdict: found === 0 ? 'clean' : found >= leakShare * documents ? 'leaks' : 'some',
    examples: examples.map((pair) => named(pair, evaluated, trained)),
  };
}

function named({ a, b, similarity }: TextPair, one: StoredGroup, other: StoredGroup): NearPair {
  const document = (paired: PairedText, group: StoredGroup): PairedDocument => ({ group: group.id, ...paired });
  return { a: document(a, one), b: document(b, other), similarity };
}
