import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchNames, scaleMixture } from './match.ts';
import { mixtureFormats, parseMixtureFile, writeMixtureFile } from './mixture-file.ts';

const endings = { aioli: '.json', doremi: '.json', 'regmix-yaml': '.yaml', 'regmix-csv': '.csv' } as const;

test.each(mixtureFormats)(
  'a mixture written as %s is read back to the last digit, whatever its groups are called',
  (format) => {
    const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).map((text) => `g${text.trim()}x`);
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
        fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (groups, weights) => {
          const proportions = weights.slice(0, groups.length);
          const file = `m${endings[format]}`;
          const read = parseMixtureFile(writeMixtureFile(groups, proportions, format), file);
          expect([read.format, read.mixtures.map((mixture) => mixture.weights)]).toEqual([format, [proportions]]);
          expect(read.names.map((written) => written.replace(/^train_/, ''))).toEqual(groups);
        },
      ),
    );
  },
);

test('the three published forms are read: domain weights, a configuration, a table', () => {
  const doremi =
    '{"train_domain_weights": {"Pile-CC": 0.6, "Github": 0.4}, "eval_domain_weights": {"Pile-CC": 1, "Github": 0}}';
  const yaml =
    '# of the 1B run\ntrain:\n  train_the_pile_pile_cc: 0.87\n  train_the_pile_github: 2.5e-4 # little\nvalid:\n  valid_the_pile_pile_cc: 1.0\nmodel_name: tinyllama_1_1b\n';
  const csv = 'index,train_the_pile_pile_cc,train_the_pile_github\n0,0.25,0.75\n7,0.5,0.5\n';
  const weights = (text: string, file: string) => {
    const { format, mixtures } = parseMixtureFile(text, file);
    return { format, mixtures };
  };
  expect(weights(doremi, 'a.json')).toEqual({ format: 'doremi', mixtures: [{ label: '', weights: [0.6, 0.4] }] });
  expect(weights(yaml, 'a.yaml')).toEqual({
    format: 'regmix-yaml',
    mixtures: [{ label: '', weights: [0.87, 2.5e-4] }],
  });
  expect(weights(csv, 'a.csv')).toEqual({
    format: 'regmix-csv',
    mixtures: [
      { label: '0', weights: [0.25, 0.75] },
      { label: '7', weights: [0.5, 0.5] },
    ],
  });
});

test.each([
  ['a.json', '{"a": -1}', 'proportions_invalid', '"a" has no weight of 0 or more.'],
  ['a.json', '{"a": "half"}', 'proportions_invalid', '"a" has no weight of 0 or more.'],
  ['a.json', '[1, 2]', 'file_malformed', 'holds no JSON object'],
  ['a.json', '{"a": 0, "b": 0}', 'proportions_invalid', 'All weights are 0.'],
  ['a.yaml', 'train:\n  - a\n', 'file_malformed', 'Line 2: "- a" is not "name: number".'],
  ['a.yaml', 'train:\n  a: 0.5\n    b: 0.5\n', 'file_malformed', 'Line 3'],
  ['a.yaml', 'train:\n  a: 0.5\n  a: 0.5\n', 'file_malformed', 'Line 3: "a" is named twice.'],
  ['a.yaml', 'train:\n  a: much\n', 'proportions_invalid', '"a" has no weight of 0 or more.'],
  ['a.csv', 'index,train_a,train_b\n3,0.5,\n', 'proportions_invalid', 'Mixture 3: "train_b" has no weight'],
  ['a.txt', 'a: 1', 'option_invalid', 'says no format'],
])('%s with %j is refused: %s', (file, text, code, message) => {
  expect(() => parseMixtureFile(text, file)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
  );
});

test('names are matched to groups, and what is renamed, missing, unknown or scaled is said', () => {
  const file = parseMixtureFile('{"train_the_pile_github": 0.4, "Pile-CC": 0.4, "books": 0.2}', 'a.json');
  const matched = matchNames(file.names, ['pile cc', 'github', 'law']);
  const { proportions, notes } = scaleMixture(file, file.mixtures[0]!, matched);
  expect(proportions).toEqual([0.5, 0.5, 0]);
  expect(notes).toEqual([
    'Matched by likeness: Pile-CC as pile cc, train_the_pile_github as github.',
    'Not in the file, so with a share of 0: law.',
    'Left out, 20 % of the weight: books.',
    'The weights are divided by their sum of 0.8.',
  ]);
  expect(() => matchNames(['Law', 'train_law'], ['law'])).toThrow(/both mean the group "law"/);
  expect(matchNames(['Law', 'law'], ['law']).unknown).toEqual(['Law']);
});

test('a mixture that already sums to 1 over the groups comes out as written, without a note', () => {
  const file = parseMixtureFile('{"proportions": {"b": 0.3, "a": 0.7}}', 'a.json');
  expect(scaleMixture(file, file.mixtures[0]!, matchNames(file.names, ['a', 'b']))).toEqual({
    proportions: [0.7, 0.3],
    sum: 1,
    notes: [],
  });
});
