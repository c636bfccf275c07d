/** Names, notes and tags that people give to runs. */
import { Refusal } from '#base/refusal';
import type { EngineNews, RunId, RunRemark, RunTableCalls, RunTags } from '#contract/api';
import type { EditLog } from '../edits.ts';
import { promised } from '../promised.ts';
import { unknownRun } from '../running/queue.ts';
import type { Store } from '../store/index.ts';

const longestName = 120;
const longestTag = 60;

export type RemarkCalls = Pick<RunTableCalls, 'runRemark' | 'nameRun' | 'setRunNote' | 'tagRuns'>;

export function openRemarks(
  store: Store,
  edits: EditLog,
  onChange: (news: EngineNews['remarksChanged']) => void,
): RemarkCalls {
  const called = (id: RunId): string => {
    const run = store.runs.summary(id);
    if (!run) throw unknownRun(id);
    return store.remarks.of(id).name || `${run.label}, seed ${run.seed}`;
  };
  const change = (id: RunId, to: Partial<RunRemark>): RunRemark => {
    const remark = { ...store.remarks.of(id), ...to };
    store.remarks.put(id, remark);
    onChange({ runs: [id] });
    return remark;
  };
  return {
    runRemark: (id) => promised(() => (called(id), store.remarks.of(id))),
    nameRun: (id, name) =>
      promised(() => {
        const title = called(id);
        const before = store.remarks.of(id).name;
        const wanted = oneLine(name, 'name', longestName);
        if (wanted !== before)
          edits.record(
            wanted === '' ? `remove the name of ${title}` : `call ${title} ${wanted}`,
            { call: 'nameRun', args: [id, before] },
            { call: 'nameRun', args: [id, wanted] },
          );
        return change(id, { name: wanted });
      }),
    setRunNote: (id, note) =>
      promised(() => {
        const before = store.remarks.of(id).note;
        const wanted = note.trim();
        if (wanted !== before)
          edits.record(
            `note on ${called(id)}`,
            { call: 'setRunNote', args: [id, before] },
            { call: 'setRunNote', args: [id, wanted] },
          );
        return change(id, { note: wanted });
      }),
    tagRuns: (changes) =>
      promised(() => {
        const titles = changes.map(({ run }) => called(run));
        const wanted = changes.map(({ run, tags }): RunTags => ({ run, tags: tidyTags(tags) }));
        const before = changes.map(({ run }): RunTags => ({ run, tags: store.remarks.of(run).tags }));
        store.transaction(() => {
          for (const { run, tags } of wanted) store.remarks.put(run, { ...store.remarks.of(run), tags });
        });
        const [first] = titles;
        if (first !== undefined && JSON.stringify(before) !== JSON.stringify(wanted))
          edits.record(
            `tags of ${titles.length === 1 ? first : `${titles.length} runs`}`,
            { call: 'tagRuns', args: [before] },
            { call: 'tagRuns', args: [wanted] },
          );
        onChange({ runs: changes.map(({ run }) => run) });
      }),
  };
}

function tidyTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map((tag) => oneLine(tag, 'tags', longestTag)).filter(Boolean))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
}

/** Without line breaks; a tag holds no comma, which would end it. */
function oneLine(text: string, field: 'name' | 'tags', longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length > longest || (field === 'tags' && line.includes(',')))
    throw new Refusal('remark_invalid', `"${line.slice(0, 40)}…" cannot be a ${field === 'tags' ? 'tag' : 'name'}.`, {
      field,
      remedy: `Use up to ${longest} characters${field === 'tags' ? ' without a comma; commas part tags' : ''}.`,
    });
  return line;
}
