import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonWords, type Stretch } from './common-words.ts';

const text = (stretches: readonly Stretch[]) => stretches.map((stretch) => stretch.text).join('');
const common = (stretches: readonly Stretch[]) =>
  stretches.filter(({ isCommon }) => isCommon).map((s) => s.text.trim());

test('runs of the same words are common, whatever their case and marks', () => {
  const [a, b] = commonWords(
    'Whereas the parties agree to mend the bridge, signed in May.',
    'Note: whereas the parties AGREE to mend the old bridge.',
  );
  expect(common(a)).toEqual(['Whereas the parties agree to mend the']);
  expect(common(b)).toEqual(['whereas the parties AGREE to mend the']);
});

test('words that agree by chance are not marked', () => {
  const [a] = commonWords('the cat sat on the mat', 'a dog and the mat');
  expect(common(a)).toEqual([]);
});

test('the stretches of a text are that text', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'd,', 'E'), { maxLength: 80 })
    .map((all) => all.join(' '));
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [left, right] = commonWords(a, b);
      expect(text(left)).toBe(a);
      expect(text(right)).toBe(b);
      expect(common(left).join(' ').split(/\s+/).length).toBe(common(right).join(' ').split(/\s+/).length);
    }),
  );
});
