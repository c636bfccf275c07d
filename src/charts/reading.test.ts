import { expect, test } from 'vitest';
import { readCell } from './reading.ts';

const unit = { factor: 1000, cells: 'thousandths of a nat per step', sentence: 'nats per step' };
const cell = { step: 1500, trainedOn: 'code', lossOf: 'law', value: 0.00412, unit };

test('a cell reads as a sentence', () => {
  expect(readCell(cell)).toBe("At step 1\u2009500 training on code lowers law's loss by 0.0041 nats per step.");
});
test('a negative entry raises the loss, and is printed without a sign', () => {
  expect(readCell({ ...cell, value: -0.25 })).toContain("raises law's loss by 0.25 nats per step");
});
test('a group is not said to act on itself by name twice', () => {
  expect(readCell({ ...cell, lossOf: 'code' })).toContain('training on code lowers its own loss');
});
test('a normalised entry has no unit', () => {
  expect(readCell({ ...cell, value: 0.123, unit: { factor: 1, cells: '', sentence: null } })).toContain('12.30 %');
});
