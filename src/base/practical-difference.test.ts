import { expect, test } from 'vitest';
import { decided, judge } from './practical-difference.ts';
import { fold } from './statistics.ts';

const differences = fold([-0.03, -0.02, -0.021, -0.015, -0.02]);

test('five seeds below a region of 0.005 are better, by the t distribution around their mean (Benavoli et al. 2017)', () => {
  const { better, equal, worse } = judge(differences, 0.005)!;
  expect(better).toBeCloseTo(0.9986701957, 9);
  expect(equal).toBeCloseTo(0.0011175574, 9);
  expect(worse).toBeCloseTo(0.0002122469, 9);
});

test('correlated differences, as from folds of one data set, say less', () => {
  const { better, equal } = judge(differences, 0.005, 0.1)!;
  expect(better).toBeCloseTo(0.9970161824, 9);
  expect(equal).toBeCloseTo(0.002485784, 9);
});

test('one difference says nothing, equal differences say all', () => {
  expect(judge(fold([-0.02]), 0.005)).toBeNull();
  expect(judge(fold([-0.02, -0.02, -0.02]), 0.005)).toEqual({ better: 1, equal: 0, worse: 0 });
});

test('a verdict is given from a chance on, else none', () => {
  expect(decided({ better: 0.96, equal: 0.04, worse: 0 }, 0.95)).toBe('better');
  expect(decided({ better: 0.2, equal: 0.6, worse: 0.2 }, 0.95)).toBeNull();
});
