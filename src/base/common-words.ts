/** The words that two texts have in common, in order: what makes near duplicates visible beside one another. */

export interface Stretch {
  readonly text: string;
  readonly isCommon: boolean;
}

/** Shorter runs of common words are chance and would only speckle the text. */
const fewestWords = 4;
/** Words of each text that are compared; excerpts are shorter. */
const mostWords = 600;

/**
 * Both texts cut into stretches, common where the other has the same words in the same order. Case and marks are not
 * compared. Put together again, the stretches of a text are that text.
 */
export function commonWords(a: string, b: string): readonly [readonly Stretch[], readonly Stretch[]] {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const pairs = inRuns(longestCommon(left.map(keyOf), right.map(keyOf)));
  return [stretches(left, new Set(pairs.map(([i]) => i))), stretches(right, new Set(pairs.map(([, j]) => j)))];
}

/** Each word with the blanks after it; what lies beyond `mostWords` is one last piece. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/\s*\S+\s*/g) ?? (text === '' ? [] : [text]);
  return words.length <= mostWords ? words : [...words.slice(0, mostWords), words.slice(mostWords).join('')];
}

function keyOf(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Places of a longest common subsequence, by dynamic programming over the rest of both lists. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** Pairs that stand in runs of `fewestWords` or more. */
function inRuns(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const runs: (readonly [number, number])[][] = [];
  for (const pair of pairs) {
    const last = runs.at(-1)?.at(-1);
    if (last && pair[0] === last[0] + 1 && pair[1] === last[1] + 1) runs.at(-1)!.push(pair);
    else runs.push([pair]);
  }
  return runs.filter((run) => run.length >= fewestWords).flat();
}

function stretches(words: readonly string[], common: ReadonlySet<number>): readonly Stretch[] {
  const found: { text: string; isCommon: boolean }[] = [];
  words.forEach((word, index) => {
    const isCommon = common.has(index);
    const last = found.at(-1);
    if (last?.isCommon === isCommon) last.text += word;
    else found.push({ text: word, isCommon });
  });
  return found;
}
