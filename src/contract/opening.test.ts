import { expect, test } from 'vitest';
import { openingArguments, parseOpening } from './opening.ts';

test.each([{}, { isSafe: true }, { isReadOnly: true, restores: 'before the paper.20261124T140200.sqlite' }])(
  '%j crosses the command line of the engine',
  (choice) => {
    expect(parseOpening(openingArguments('/a folder', choice))).toEqual({
      folder: '/a folder',
      isSafe: false,
      isReadOnly: false,
      ...choice,
    });
  },
);
