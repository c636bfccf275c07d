/** A mixture pasted into the editor: JSON as the editor copies it, or lines of a spreadsheet, a name and a number each. */
import { Refusal } from '#base/refusal';
import { matchNames } from '#mixing/mixtures/match';
import { parseMixtureFile } from '#mixing/mixtures/mixture-file';

export type PastedMixture =
  /** Ordinary text for the field that it is pasted into. */
  | { readonly kind: 'text' }
  | { readonly kind: 'weights'; readonly weights: readonly number[] }
  | { readonly kind: 'problem'; readonly reason: string };

/** @param groups names in the order wanted; each must have a weight, so that nothing is left out unseen */
export function pastedMixture(text: string, groups: readonly string[]): PastedMixture {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') && !trimmed.includes('\n')) return { kind: 'text' };
  try {
    const written = trimmed.startsWith('{') ? ofJson(trimmed) : ofLines(trimmed);
    const { places, missing, unknown } = matchNames([...written.keys()], groups);
    if (missing.length > 0) return { kind: 'problem', reason: `The pasted mixture names no ${missing.join(', ')}.` };
    if (unknown.length > 0)
      return { kind: 'problem', reason: `The pasted mixture names ${unknown.join(', ')}, which is not mixed here.` };
    const weights = [...written.values()];
    if (places.every((place) => weights[place] === 0))
      return { kind: 'problem', reason: 'All weights of the pasted mixture are 0.' };
    return { kind: 'weights', weights: places.map((place) => weights[place]!) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'problem', reason: `${error.message} ${error.details.remedy}` };
  }
}

function ofJson(text: string): ReadonlyMap<string, number> {
  const { names, mixtures } = parseMixtureFile(text, 'what was pasted.json');
  return new Map(names.map((name, index) => [name, mixtures[0]!.weights[index]!]));
}

/** `law <tab> 33.3 %`; a line without a number, such as a header, is passed over when it is the first. */
function ofLines(text: string): ReadonlyMap<string, number> {
  const rows = text
    .split(/\r?\n/)
    .map((line) => /^\s*(.+?)\s*[\t:;,]\s*(\d*[.]?\d+(?:e[+-]?\d+)?)\s*%?\s*$/i.exec(line));
  const wrong = rows.findIndex((row, index) => row === null && index > 0);
  if (wrong >= 0)
    throw new Refusal('table_invalid', `Line ${String(wrong + 1)} of the pasted mixture is not a name and a number.`, {
      remedy: 'Paste two columns, the group and its share.',
    });
  return new Map(rows.flatMap((row) => (row ? [[row[1]!, Number(row[2])] as const] : [])));
}
