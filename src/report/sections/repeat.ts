import type { Section } from '../block.ts';

export const repeat: Section = {
  id: 'repeat',
  title: 'How to repeat it',
  help: 'The experiment file and the command that runs it',
  blocks: ({ command, file }) => [
    {
      kind: 'text',
      text: 'Save the file below as repeat.experiment.json, add groups of the same names and text (compare the versions above), and run:',
    },
    { kind: 'code', text: command },
    { kind: 'text', text: 'The same file, data, seed and backend give the same numbers.' },
    { kind: 'code', text: JSON.stringify(file, null, 2) },
  ],
};
