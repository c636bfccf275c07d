import type { Section } from '../block.ts';
import { parseMarkdown } from '../markdown.ts';

export const notes: Section = {
  id: 'notes',
  title: 'Notes',
  help: 'What you write, and the notes of the experiment',
  blocks: ({ notes: own, experiment }) => [
    ...(own.trim() === '' ? [] : [{ kind: 'notes', nodes: parseMarkdown(own) } as const]),
    ...(experiment.notes.trim() === '' || experiment.notes.trim() === own.trim()
      ? []
      : ([{ kind: 'notes', nodes: parseMarkdown(experiment.notes) }] as const)),
  ],
};
