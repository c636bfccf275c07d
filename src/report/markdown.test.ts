import { expect, test } from 'vitest';
import { parseInline, parseMarkdown } from './markdown.ts';

test('headings, paragraphs, lists, quotes and code are told apart', () => {
  const kinds = parseMarkdown(
    '# A\ntext\ngoes on\n\n- one\n  more\n- two\n\n1. first\n\n> said\n\n```\nx < 1\n```',
  ).map((node) => node.kind);
  expect(kinds).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code']);
});

test('an indented line belongs to the item above', () => {
  expect(parseMarkdown('- one\n  more\n- two')).toEqual([
    { kind: 'list', isOrdered: false, items: [[{ kind: 'text', text: 'one more' }], [{ kind: 'text', text: 'two' }]] },
  ]);
});

test('marks inside a line become pieces, escaped ones stay', () => {
  expect(parseInline('a **b** *c* `d_e` snake_case_name \\*e\\*')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', text: 'b' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'c' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'd_e' },
    { kind: 'text', text: ' snake_case_name *e*' },
  ]);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'])('a link to %s stays text', (address) => {
  expect(parseInline(`[x](${address})`)).toEqual([{ kind: 'text', text: `[x](${address})` }]);
});

test('HTML is text', () => {
  expect(parseMarkdown('<b onclick="x">')).toEqual([
    { kind: 'paragraph', content: [{ kind: 'text', text: '<b onclick="x">' }] },
  ]);
});

test.each(['```\nnever closed', '- ', '>', '\n\n', '#nothing', '1)'])('%j ends', (source) => {
  expect(() => parseMarkdown(source)).not.toThrow();
});
