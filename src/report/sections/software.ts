import type { Section } from '../block.ts';

export const software: Section = {
  id: 'software',
  title: 'Software and machine',
  help: 'Versions, and the machine that wrote the report',
  blocks: ({ software: versions, machine }) => [
    { kind: 'facts', facts: versions },
    { kind: 'facts', facts: machine },
  ],
};
