/** Items with equal keys, in flat memory: 12 to 24 bytes an item. */

/**
 * @param keys one 32-bit key an item
 * @param skip items that are in no bucket
 * @returns    the buckets of two items or more; items rise in each
 */
export function* bucketsOf(keys: Uint32Array, skip?: (item: number) => boolean): Generator<readonly number[]> {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, keys.length) * 1.5));
  const heads = new Int32Array(slots).fill(-1);
  const next = new Int32Array(keys.length).fill(-1);
  for (let item = keys.length - 1; item >= 0; item--) {
    if (skip?.(item)) continue;
    let slot = keys[item]! & (slots - 1);
    while (heads[slot] !== -1 && keys[heads[slot]!] !== keys[item]) slot = (slot + 1) & (slots - 1);
    next[item] = heads[slot]!;
    heads[slot] = item;
  }
  for (const head of heads) {
    if (head === -1 || next[head] === -1) continue;
    const bucket: number[] = [];
    for (let item = head; item !== -1; item = next[item]!) bucket.push(item);
    yield bucket;
  }
}
