/** Text for LaTeX documents. */
import { minus, thinSpace } from './format.ts';

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  [minus]: '$-$',
  [thinSpace]: '\\,',
  '–': '--',
  '∞': '$\\infty$',
  '×': '$\\times$',
  '▼': '$\\blacktriangledown$',
  '▲': '$\\blacktriangle$',
  '“': '``',
  '”': "''",
  '’': "'",
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // after the end of a line these would be read as its options
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '\n': ' ',
};

/** Text in which LaTeX reads no command. Triangles need the package `amssymb`. */
export function escapeLatex(text: string): string {
  return text.replaceAll(/[\\~^±−\u2009–∞×▼▲“”’<>|*\n]|[[\]&%$#_{}]/gu, (sign) => special[sign] ?? `\\${sign}`);
}
