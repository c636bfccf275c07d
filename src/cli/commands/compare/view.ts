/** A named view of the comparison, as the window shows it. */
import { Refusal } from '#base/refusal';
import { textFormats } from '#base/table/text';
import type { EngineApi, ExperimentId, TableFormat } from '#contract/api';
import { findExperiment } from '../../lookup.ts';

/**
 * @param format     `text` is Markdown here, which lines of many columns can be read in
 * @param experiments in place of those that the view names; a view of methods that names none shows the latest
 * @throws Refusal `view_unknown`, or `option_invalid` for a format that views are not written in
 */
export async function viewText(
  engine: EngineApi,
  name: string,
  format: TableFormat,
  experiments: readonly ExperimentId[],
): Promise<string> {
  const wanted = format === 'text' ? 'md' : format;
  const known = textFormats.find(({ id }) => id === wanted);
  if (!known)
    throw new Refusal('option_invalid', `A view is not written as ${format}.`, {
      field: 'format',
      remedy: `Choose one of ${textFormats.map(({ id }) => id).join(', ')}.`,
    });
  const view = (await engine.listViews()).find((one) => one.name === name)?.view;
  const isOfNone = view?.mode === 'methods' && view.experiments.length === 0 && experiments.length === 0;
  const chosen = isOfNone ? [(await findExperiment(engine, undefined)).id] : experiments;
  return engine.viewTable(name, known.id, ...(chosen.length > 0 ? [chosen] : []));
}
