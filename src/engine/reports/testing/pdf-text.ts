/** Just enough of PDF to read back what Chromium printed: pages, and their text through the fonts' own tables. */
import { inflateSync } from 'node:zlib';

export interface PdfContent {
  readonly pages: number;
  readonly text: string;
  /** Width and height of the first page, points. */
  readonly size: readonly [number, number];
}

export function readPdf(file: Uint8Array): PdfContent {
  const source = Buffer.from(file).toString('latin1');
  const objects = new Map(
    [...source.matchAll(/(\d+) 0 obj\s([\s\S]*?)endobj/g)].map(([, id, body]) => [Number(id), body!] as const),
  );
  const fonts = new Map(
    [...source.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(
      ([, name, id]) => [name!, fontOf(objects.get(Number(id)) ?? '', objects)] as const,
    ),
  );
  const pages = [...objects.values()].filter((body) => /\/Type\s*\/Page\b/.test(body));
  const contents = pages.flatMap((body) => [
    ...(/\/Contents \[?([\d R]+)/.exec(body)?.[1] ?? '').matchAll(/(\d+) 0 R/g),
  ]);
  const text = contents.map(([, id]) => shown(stream(objects.get(Number(id))!), fonts)).join('\n');
  const box = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pages[0] ?? '');
  return { pages: pages.length, text, size: [Number(box?.[1]), Number(box?.[2])] };
}

function stream(body: string): string {
  const start = /stream\r?\n/.exec(body);
  const length = Number(/\/Length (\d+)/.exec(body)?.[1] ?? 0);
  if (!start) return '';
  const data = body.slice(start.index + start[0].length).slice(0, length);
  return body.includes('/FlateDecode') ? inflateSync(Buffer.from(data, 'latin1')).toString('latin1') : data;
}

/** Character of each glyph, from a ToUnicode table. */
function glyphs(table: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [, block] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, character] of block!.matchAll(/<(\w+)>\s*<(\w+)>/g))
      found.set(parseInt(glyph!, 16), fromHex(character!));
  for (const [, block] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from, to, first] of block!.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let glyph = parseInt(from!, 16), i = 0; glyph <= parseInt(to!, 16); glyph++, i++)
        found.set(glyph, String.fromCharCode(parseInt(first!, 16) + i));
  return found;
}

interface Font {
  readonly characters: ReadonlyMap<number, string>;
  /** Of one glyph in a string: two in fonts drawn by outlines, four in embedded ones. */
  readonly digits: number;
}

function fontOf(body: string, objects: ReadonlyMap<number, string>): Font {
  const table = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(body)?.[1]));
  return {
    characters: table === undefined ? new Map<number, string>() : glyphs(stream(table)),
    digits: body.includes('/Type3') ? 2 : 4,
  };
}

const drawing =
  /\/(F\d+) [\d.]+ Tf|\/ActualText (?:\(((?:\\.|[^\\)])*)\)|<FEFF([\dA-F]*)>)|<([\dA-Fa-f]+)> Tj|(BT)|(EMC)/g;

/** Text in the order that it is drawn; a block of text begins with a space. Glyphs that stand for a text give it. */
function shown(content: string, fonts: ReadonlyMap<string, Font>): string {
  let font: Font | undefined;
  let isSpelt = false;
  let text = '';
  for (const [, name, spelt, speltHex, glyphsDrawn, begins, ends] of content.matchAll(drawing)) {
    if (name !== undefined) font = fonts.get(name);
    else if (spelt !== undefined || speltHex !== undefined) {
      text += spelt?.replaceAll(/\\(.)/g, '$1') ?? fromHex(speltHex!);
      isSpelt = true;
    } else if (begins) text += ' ';
    else if (ends) isSpelt = false;
    else if (font && !isSpelt)
      for (let at = 0; at < glyphsDrawn!.length; at += font.digits)
        text += font.characters.get(parseInt(glyphsDrawn!.slice(at, at + font.digits), 16)) ?? '';
  }
  return text.replaceAll(/\s+/g, ' ');
}

function fromHex(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le');
}
