/** Why a source gives no group, in words for the person who pointed at it. */
import { basename } from 'node:path';
import { Refusal } from '#base/refusal';
import type { Rejection } from './readers/reader.ts';
import { partsOf, type PassedOver, type TextSource } from './source.ts';

/** What is said of a source that gave not one document. */
export function nothingFound(
  source: TextSource,
  group: string | undefined,
  seen: { readonly passedOver: readonly PassedOver[]; readonly rejected: readonly Rejection[] },
): Refusal {
  const file = placesOf(source);
  const unwanted = seen.passedOver.filter(({ isUnwanted }) => isUnwanted).length;
  const lacking = seen.rejected.find(({ kind }) => kind === 'field');
  if (lacking)
    return new Refusal('field_missing', `${lacking.file} ${lacking.reason}.`, {
      file: lacking.file,
      field: 'source.textField',
      remedy: 'Name the field that holds the text (a dotted path such as data.text).',
    });
  if (seen.rejected.some(({ kind }) => kind === 'unreadable')) {
    const reasons = seen.rejected.slice(0, 3).map(({ file: name, reason }) => `${basename(name)} ${reason}`);
    return new Refusal('no_readable_file', `${file} holds no readable text: ${reasons.join('; ')}.`, {
      file,
      remedy: 'Point the group at UTF-8 text, or choose the reader that fits its files.',
    });
  }
  if (source.where && seen.rejected.length === 0)
    return new Refusal('group_empty', `No record of ${file} has "${source.where.value}" in ${source.where.field}.`, {
      file,
      field: 'source.where',
      remedy: 'Split the group again: the values of the field have changed.',
    });
  if (seen.rejected.length === 0 && unwanted > 0)
    return new Refusal('no_readable_file', `None of the ${unwanted} files in ${file} is one that the group takes.`, {
      file,
      field: 'source.include',
      remedy: `Change the patterns or the reader ("${source.reader}"), so that they fit the files.`,
    });
  return new Refusal('group_empty', `${group ? `"${group}"` : file} holds no text.`, {
    file,
    remedy: 'Remove the group or point it at another folder.',
  });
}

/** What is said of a source with less than a document for each split. */
export function tooFewDocuments(source: TextSource, group: string | undefined, documents: number): Refusal {
  const name = group ? `"${group}"` : placesOf(source);
  return new Refusal(
    'group_too_small',
    `${name} has ${documents === 1 ? 'one document' : `${documents} documents`}; training, validation and test need one each.`,
    {
      file: placesOf(source),
      remedy: 'Add text, or cut it into several files (or JSON Lines) of one document each.',
    },
  );
}

function placesOf(source: TextSource): string {
  return partsOf(source)
    .flatMap(({ paths }) => paths)
    .join(', ');
}
