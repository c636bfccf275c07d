/** Trees of Markdown or source code: files with the usual name endings, each a document. */
import { extname } from 'node:path';
import type { Reader } from './reader.ts';
import { wholeText } from './whole-text.ts';

const endings = new Set(
  (
    '.md .mdx .markdown .rst .adoc .tex .org .html .css .scss .svelte .vue ' +
    '.js .mjs .cjs .jsx .ts .mts .cts .tsx .py .pyi .rb .php .pl .lua .r .jl .m .sh .bash .ps1 .sql ' +
    '.c .h .cc .cpp .cxx .hh .hpp .cu .java .kt .scala .go .rs .swift .cs .fs .hs .ml .mli .ex .exs .erl .clj .lisp ' +
    '.el .zig .nim .d .dart .v .sv .vhd .asm .s .f .f90 .proto .graphql .toml .yaml .yml .cmake .gradle'
  ).split(' '),
);

export const source: Reader = {
  id: 'source',
  title: 'Markdown and source code, one document a file',
  takes: (name) => endings.has(extname(name)),
  documents: wholeText,
};
