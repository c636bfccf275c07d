import type { Database } from 'better-sqlite3';
import type { Draft, ExperimentId, Template } from '#contract/api';

type Design = Template['design'];

/** The form as it was left, a person's templates, and notes on experiments. */
export function designsIn(db: Database) {
  const draft = db.prepare<[], { content: string }>('SELECT content FROM draft WHERE id = 1');
  const keepDraft = db.prepare('INSERT OR REPLACE INTO draft (id, content) VALUES (1, ?)');
  const forgetDraft = db.prepare('DELETE FROM draft');
  const templates = db.prepare<[], { name: string; design: string }>(
    'SELECT name, design FROM template ORDER BY name COLLATE NOCASE',
  );
  const putTemplate = db.prepare('INSERT OR REPLACE INTO template (name, design) VALUES (?, ?)');
  const removeTemplate = db.prepare('DELETE FROM template WHERE name = ?');
  const notes = db.prepare<[string], string>('SELECT text FROM experiment_note WHERE experiment = ?').pluck();
  const putNotes = db.prepare('INSERT OR REPLACE INTO experiment_note (experiment, text) VALUES (?, ?)');
  return {
    draft: (): Draft | null => {
      const row = draft.get();
      return row ? (JSON.parse(row.content) as Draft) : null;
    },
    keepDraft: (content: Draft | null): void => {
      if (content === null) forgetDraft.run();
      else keepDraft.run(JSON.stringify(content));
    },
    templates: (): readonly { readonly name: string; readonly design: Design }[] =>
      templates.all().map(({ name, design }) => ({ name, design: JSON.parse(design) as Design })),
    putTemplate: (name: string, design: Design): void => void putTemplate.run(name, JSON.stringify(design)),
    removeTemplate: (name: string): void => void removeTemplate.run(name),
    /** Empty for none. */
    notes: (experiment: ExperimentId): string => notes.get(experiment) ?? '',
    putNotes: (experiment: ExperimentId, text: string): void => void putNotes.run(experiment, text),
  };
}
