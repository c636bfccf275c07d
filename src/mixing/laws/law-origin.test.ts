import { expect, test } from 'vitest';
import { originLines, originOf, unitWithOrigin } from './law-origin.ts';
import { gradientEstimate, measured } from './provenance.ts';

const noted = (notes: Readonly<Record<string, unknown>>) => (name: string) => notes[name];

test('a law is measured unless its method noted otherwise, and laws of another kind are neither', () => {
  expect(originOf('aioli', noted({ subsetError: 0.04 }))).toEqual({ provenance: measured, subsetError: 0.04 });
  expect(originOf('aioli+doge', noted({})).provenance).toBe(measured);
  expect(originOf('aioli', noted({ provenance: gradientEstimate })).provenance).toBe(gradientEstimate);
  expect(originOf('doge', noted({}))).toEqual({ provenance: null, subsetError: null });
});

test('where a law comes from and how much its sequences matter is said in words', () => {
  expect(originLines({ provenance: gradientEstimate, subsetError: 0.1234 })).toEqual([
    'Gradient estimate, first order.',
    'Read on some of the sequences: in the latest round others would have moved its falls by about 12\u00a0%.',
  ]);
  expect(originLines({ provenance: null, subsetError: null })).toEqual([]);
});

test('a unit that stands alone says that it was not measured', () => {
  expect(unitWithOrigin('nats', gradientEstimate)).toBe('nats, gradient estimate, first order');
  expect(unitWithOrigin('nats', measured)).toBe('nats');
});
