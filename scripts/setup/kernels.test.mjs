import { expect, test } from 'vitest';
import { areKernelsSettled, kernelsKey, processorLevel } from './kernels.mjs';

test('takes the best level that the processor has', () => {
  const facts = (flags) => `processor\t: 0\nflags\t\t: fpu ${flags}\nbugs\t\t: none\n`;
  const third = 'avx2 fma bmi2 f16c movbe';
  expect(processorLevel(facts(`${third} avx512f avx512bw avx512cd avx512dq avx512vl`))).toBe('x86-64-v4');
  expect(processorLevel(facts(`${third} avx512f`))).toBe('x86-64-v3');
  expect(processorLevel(facts('sse4_2'))).toBeUndefined();
  expect(processorLevel('')).toBeUndefined();
});

test('builds again for another processor, and when nothing was recorded', () => {
  expect(kernelsKey('x86-64-v3')).not.toBe(kernelsKey('x86-64-v4'));
  expect(kernelsKey('x86-64-v3')).toBe(kernelsKey('x86-64-v3'));
  expect(areKernelsSettled({})).toBe(false);
  const key = kernelsKey();
  expect(areKernelsSettled({ kernelsKey: key, kernels: 'none: the compiler is too old' })).toBe(true);
});
