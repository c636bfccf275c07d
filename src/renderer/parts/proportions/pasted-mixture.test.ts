import { expect, test } from 'vitest';
import { pastedMixture } from './pasted-mixture.ts';

const groups = ['law', 'code'];

test.each([
  ['what the editor copies', '{"code": 1, "law": 3}', [3, 1]],
  ['domain weights', '{"train_domain_weights": {"law": 0.75, "code": 0.25}}', [0.75, 0.25]],
  ['two columns of a spreadsheet, with a header', 'group\tshare\ncode\t25 %\nlaw\t75 %', [75, 25]],
])('%s are weights in the order of the groups', (_what, text, weights) =>
  expect(pastedMixture(text, groups)).toEqual({ kind: 'weights', weights }),
);

test('a share is left to the field that it is pasted into', () => {
  expect(pastedMixture('1/3', groups)).toEqual({ kind: 'text' });
});

test.each([
  ['a missing group', '{"law": 1}', 'The pasted mixture names no code.'],
  ['another group', '{"law": 1, "code": 1, "news": 2}', 'The pasted mixture names news, which is not mixed here.'],
  ['a line without a number', 'law 3\ncode lots', /^Line 2 of the pasted mixture is not a name and a number/],
  ['nothing but zeros', 'law 0\ncode 0'.replaceAll(' ', '\t'), 'All weights of the pasted mixture are 0.'],
  ['no JSON', '{"law": ', /is not JSON/],
])('%s is said and changes nothing', (_what, text, reason) => {
  const pasted = pastedMixture(text, groups);
  expect(pasted.kind === 'problem' && pasted.reason).toEqual(
    typeof reason === 'string' ? reason : expect.stringMatching(reason),
  );
});
