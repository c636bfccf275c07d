import { expect, test } from 'vitest';
import { readCell, type LawUnit } from './reading.ts';

const unit: LawUnit = { factor: 1000, cells: 'thousandths of a nat per step', kind: 'nats per step' };
const cell = { where: 'At step 1500', trainedOn: 'code', lossOf: 'law', value: 0.00412, unit };

test('a cell reads as a sentence', () => {
  expect(readCell(cell)).toBe("At step 1500 training on code lowers law's loss by 0.0041 nats per step.");
});
test('a negative entry raises the loss, and is printed without a sign', () => {
  expect(readCell({ ...cell, value: -0.25 })).toContain("raises law's loss by 0.25 nats per step");
});
test('a group is not said to act on itself by name twice', () => {
  expect(readCell({ ...cell, lossOf: 'code' })).toContain('training on code lowers its own loss');
});
test('a normalised entry is a share', () => {
  expect(readCell({ ...cell, value: 0.123, unit: { factor: 100, cells: '', kind: 'share' } })).toContain(
    "the effect of code on law's loss is 12.30 % of all effects",
  );
});
test("a method's own measure is not called nats", () => {
  const own: LawUnit = { factor: 1, cells: '', kind: 'own' };
  expect(readCell({ ...cell, lossOf: 'speeches', value: -0.031, unit: own })).toBe(
    "At step 1500 the effect of training on code on speeches' loss is −0.031 (the method's own measure).",
  );
});
