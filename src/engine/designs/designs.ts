/** Designs: the form as it was left, templates, and notes. All of it is a person's edits, so all of it can be undone. */
import { Refusal } from '#base/refusal';
import type { DesignCalls, EngineNews } from '#contract/api';
import { builtInTemplates } from '#contract/templates';
import type { EditLog } from '../edits.ts';
import { unknownExperiment } from '../experiments/experiments.ts';
import { promised } from '../promised.ts';
import type { Store } from '../store/index.ts';

type Tell = <K extends keyof EngineNews>(kind: K, content: EngineNews[K]) => void;

export function openDesigns(store: Store, edits: EditLog, tell: Tell): DesignCalls {
  const { designs } = store;
  const templateNamed = (name: string) => designs.templates().find((template) => template.name === name);
  return {
    draft: () => promised(() => designs.draft()),
    keepDraft: (draft, title) =>
      promised(() => {
        const before = designs.draft();
        if (JSON.stringify(before) === JSON.stringify(draft)) return;
        designs.keepDraft(draft);
        edits.record(title, { call: 'keepDraft', args: [before, title] }, { call: 'keepDraft', args: [draft, title] });
        tell('draftChanged', draft);
      }),

    templates: () =>
      promised(() => [
        ...builtInTemplates,
        ...designs.templates().map((own) => ({ ...own, purpose: '', isBuiltIn: false })),
      ]),
    saveTemplate: (given, design) =>
      promised(() => {
        const name = nameOf(given);
        const before = templateNamed(name);
        designs.putTemplate(name, design);
        edits.record(
          `${before ? 'change' : 'save'} template ${name}`,
          before ? { call: 'saveTemplate', args: [name, before.design] } : { call: 'removeTemplate', args: [name] },
          { call: 'saveTemplate', args: [name, design] },
        );
        tell('templatesChanged', null);
      }),
    removeTemplate: (name) =>
      promised(() => {
        const before = templateNamed(name);
        if (!before) throw unknownTemplate(name);
        designs.removeTemplate(name);
        edits.record(
          `remove template ${name}`,
          { call: 'saveTemplate', args: [name, before.design] },
          { call: 'removeTemplate', args: [name] },
        );
        tell('templatesChanged', null);
      }),

    experimentNotes: (id) => promised(() => designs.notes(known(store, id))),
    setExperimentNotes: (id, text) =>
      promised(() => {
        const before = designs.notes(known(store, id));
        if (before === text) return;
        designs.putNotes(id, text);
        edits.record(
          `notes on ${store.experiments.get(id)!.name}`,
          { call: 'setExperimentNotes', args: [id, before] },
          { call: 'setExperimentNotes', args: [id, text] },
        );
        tell('experimentNotesChanged', { experiment: id, text });
      }),
  };
}

function nameOf(given: string): string {
  const name = given.trim();
  if (name === '' || name.length > 200)
    throw new Refusal('option_invalid', 'A template needs a name of 1 to 200 characters.', {
      field: 'name',
      remedy: 'Name it after what it is for.',
    });
  if (builtInTemplates.some((template) => template.name === name))
    throw new Refusal('option_invalid', `"${name}" comes with the program and stays as it is.`, {
      field: 'name',
      remedy: 'Choose another name for your own.',
    });
  return name;
}

function unknownTemplate(name: string): Refusal {
  return new Refusal('option_invalid', `There is no template of your own named "${name}".`, {
    field: 'name',
    remedy: 'Those that come with the program cannot be removed.',
  });
}

function known(store: Store, id: string): string {
  if (!store.experiments.get(id)) throw unknownExperiment(id);
  return id;
}
