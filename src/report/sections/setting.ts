import type { Section } from '../block.ts';

export const setting: Section = {
  id: 'setting',
  title: 'Model and training',
  help: 'Architecture, optimiser, schedule, evaluation, seeds',
  blocks: ({ model, training, tokenizer, seeds }) => [
    { kind: 'facts', facts: [...model, ['Tokenizer', tokenizer]] },
    { kind: 'facts', facts: [...training, ['Seeds', seeds.join(', ')]] },
  ],
};
