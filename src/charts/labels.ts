/** Labels at the ends of lines: where they go so that none covers another, and how long they may be. */

/**
 * Places for labels that would like to sit at `wanted`, at least `gap` apart, inside [from, to], moved as little as
 * possible (least squares). Where there is no room for all, they share the room evenly.
 *
 * @returns places in the order of `wanted`
 */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): readonly number[] {
  const n = wanted.length;
  if (n === 0) return [];
  const room = n > 1 ? Math.min(gap, (to - from) / (n - 1)) : gap;
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  // With the gap taken out, "at least `gap` apart" becomes "in order": pool neighbours that are not.
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((index, place) => {
    blocks.push({ sum: wanted[index]! - place * room, count: 1 });
    while (blocks.length > 1 && middle(blocks.at(-2)!) > middle(blocks.at(-1)!)) {
      const { sum, count } = blocks.pop()!;
      blocks.at(-1)!.sum += sum;
      blocks.at(-1)!.count += count;
    }
  });
  const places = new Array<number>(n);
  let place = 0;
  for (const block of blocks)
    for (let i = 0; i < block.count; i++, place++) {
      const limited = Math.min(Math.max(middle(block), from), to - (n - 1) * room);
      places[order[place]!] = limited + place * room;
    }
  return places;
}

const middle = (block: { sum: number; count: number }): number => block.sum / block.count;

/** Width of text at the charts' 11 px, in pixels; an estimate that errs on the wide side. */
export function textWidth(text: string): number {
  return text.length * 6.3;
}

/** The name, with an ellipsis in the middle when longer than `characters`: both ends tell names apart. */
export function shortened(name: string, characters: number): string {
  if (name.length <= characters) return name;
  const tail = Math.floor((characters - 1) / 3);
  return `${name.slice(0, characters - 1 - tail).trimEnd()}…${name.slice(name.length - tail).trimStart()}`;
}

/** Pixels that names of so many characters, with swatch and value, take at the right of a plot; the same in all charts. */
export function labelColumn(characters: number): number {
  return 32 + textWidth('m'.repeat(characters)) + 38;
}
