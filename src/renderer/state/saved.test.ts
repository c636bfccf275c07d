import { expect, test } from 'vitest';
import { savedText } from './saved.ts';

test('the foot says when the store was written, and does not claim it of a workspace that is looked at', () => {
  const at = new Date();
  at.setHours(14, 2);
  expect(savedText({ access: 'write' }, at.toISOString())).toBe('All changes saved at 14:02');
  expect(savedText({ access: 'write' }, null)).toBe('All changes saved');
  expect(savedText({ access: 'read' }, at.toISOString())).toBe('Looked at only; nothing can be changed');
});
