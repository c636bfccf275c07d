/** JavaScript of a well-known library. */
import type { SampleRecipe } from '../recipe.ts';

export const code: SampleRecipe = {
  name: 'code',
  description: 'Source files of the three.js 3D library, one document a file',
  package: 'three',
  version: '0.187.0',
  sha512: 'Qiu7R+Cmh8CstZsY1uJOSWnVlfo7ZtNLV7mF8Jltk3LB3AtDu9cRZlcnRKkAk8Y4z6KKw35z7Y7Urd7jWY8etA==',
  licence: 'MIT, the three.js authors.',
  notice: 'LICENSE',
  holdsText: (path) => /^src\/.*\.js$/.test(path),
  documents: (file) => [file],
};
