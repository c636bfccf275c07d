import { expect, test } from 'vitest';
import { inWords, judge } from './verdict.ts';

const summary = (mean: number, standardError: number | null, n: number) => ({
  mean,
  sd: standardError === null ? null : standardError * Math.sqrt(n),
  standardError,
  n,
});

test('a clear improvement over five seeds is called better, and its shares add to one', () => {
  const verdict = judge(summary(-0.0123, 0.0012, 5), 0.005)!;
  expect(verdict.better).toBeGreaterThan(0.99);
  expect(verdict.better + verdict.equal + verdict.worse).toBeCloseTo(1, 12);
});

test('a difference inside what matters in practice is no difference, however sure', () => {
  expect(judge(summary(-0.001, 0.0001, 5), 0.005)!.equal).toBeGreaterThan(0.999);
});

test('two seeds say less than ten with the same error', () => {
  const [few, many] = [judge(summary(-0.02, 0.005, 2), 0.005)!, judge(summary(-0.02, 0.005, 10), 0.005)!];
  expect(few.better).toBeLessThan(many.better);
});

test('one seed says nothing, equal seeds say all', () => {
  expect(judge(summary(-0.02, null, 1), 0.005)).toBeNull();
  expect(judge(summary(-0.02, 0, 3), 0.005)).toEqual({ better: 1, equal: 0, worse: 0 });
});

test('the verdict is said in words', () => {
  expect(inWords({ better: 0.92, equal: 0.06, worse: 0.02 })).toBe(
    'better 92 %, no practical difference 6 %, worse 2 %',
  );
});
