import { formatBytes, formatCount } from '#base/format';
import { words, type Section, type Table } from '../block.ts';
import type { ReportRecord } from '../record.ts';

export const data: Section = {
  id: 'data',
  title: 'Data',
  help: 'Groups with content hashes, sizes and licences; tokenizer',
  blocks: (record) => [
    { kind: 'table', table: sizes(record) },
    { kind: 'table', table: versions(record) },
    {
      kind: 'list',
      items: [
        `Tokens are those of the tokenizer ${record.tokenizer}.`,
        'A version is the hash of the group’s documents: other text, other version. Duplicates were left out before the split into training, validation and test.',
      ],
    },
  ],
};

function sizes({ groups }: ReportRecord): Table {
  return {
    caption: 'Groups',
    header: ['Group', 'documents', 'duplicates', 'size', 'training tokens', 'validation tokens', 'test tokens'],
    rows: groups.map(({ name, documents, duplicates, bytes, tokens }) => [
      words(name),
      ...[documents, duplicates].map((number) => ({ text: formatCount(number), number })),
      { text: formatBytes(bytes), number: bytes },
      ...[tokens.train, tokens.val, tokens.test].map((number) => ({ text: formatCount(number), number })),
    ]),
  };
}

function versions({ groups }: ReportRecord): Table {
  return {
    caption: 'Versions and licences',
    header: ['Group', 'version', 'licence'],
    words: [1, 2],
    rows: groups.map(({ name, version, licence }) => [
      words(name),
      words(version),
      words(licence.trim() || 'not noted'),
    ]),
  };
}
