import type { Register } from '../../command.ts';
import { addDifference } from './difference.ts';
import { addNotes } from './notes.ts';
import { addTemplates } from './templates.ts';

/** Designs of experiments: how they differ, templates, notes. */
export const design: Register = (program, streams) => {
  const group = program.command('design').description('templates, differences and notes of experiments');
  for (const add of [addTemplates, addDifference, addNotes]) add(group, streams);
};
