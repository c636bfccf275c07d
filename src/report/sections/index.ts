/** The sections of a report, in the order that they have unless a person moves them. */
import { Refusal } from '#base/refusal';
import type { Part, Section } from '../block.ts';
import type { ReportRecord } from '../record.ts';
import { checklist } from './checklist.ts';
import { costs } from './costs.ts';
import { data } from './data.ts';
import { failures } from './failures.ts';
import { laws } from './laws.ts';
import { losses } from './losses.ts';
import { methods } from './methods.ts';
import { mixtures } from './mixtures.ts';
import { notes } from './notes.ts';
import { repeat } from './repeat.ts';
import { results } from './results.ts';
import { runs } from './runs.ts';
import { setting } from './setting.ts';
import { software } from './software.ts';
import { summary } from './summary.ts';

export const sections: readonly Section[] = [
  summary,
  notes,
  results,
  mixtures,
  losses,
  laws,
  costs,
  failures,
  data,
  setting,
  methods,
  software,
  checklist,
  repeat,
  runs,
];

export const sectionIds: readonly string[] = sections.map(({ id }) => id);

/** The sections named, in that order, without those that have nothing to say. @throws Refusal `option_invalid` */
export function partsOf(record: ReportRecord, chosen: readonly string[] = sectionIds): Part[] {
  return checkedSections(chosen)
    .map(({ id, title, blocks }) => ({ id, title, blocks: blocks(record) }))
    .filter(({ blocks }) => blocks.length > 0);
}

/** @throws Refusal `option_invalid` for a section that there is not, or that is named twice */
export function checkedSections(chosen: readonly string[]): Section[] {
  return chosen.map((id, place) => {
    const found = sections.find((section) => section.id === id);
    if (found && chosen.indexOf(id) === place) return found;
    throw new Refusal(
      'option_invalid',
      found ? `The section "${id}" is named twice.` : `There is no section "${id}".`,
      {
        field: 'sections',
        remedy: `Choose from: ${sectionIds.join(', ')}.`,
      },
    );
  });
}
