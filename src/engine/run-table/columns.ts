/** The columns of the table of runs: those that every run has, those of its groups, and those of its settings. */
import { usualWidth, type TableColumn } from '#base/table/cells';

/** @param groups names of groups, @param settings ids as `settingsOf` gives them, each over all runs of the table */
export function columnsOf(groups: readonly string[], settings: readonly string[]): readonly TableColumn[] {
  const ofGroups = (section: string, prefix: string, title: (group: string) => string, facts: Facts) =>
    groups.map((group) =>
      column(`${prefix}/${group}`, title(group), section, { ...facts, hint: `${group}: ${facts.hint ?? ''}` }),
    );
  const hidden: Facts = { isHidden: true };
  return [
    column('label', 'Method', 'Run', { width: 190 }),
    column('seed', 'Seed', 'Run', { kind: 'number', width: 92, hint: 'Start of its random numbers' }),
    column('state', 'State', 'Run', { width: 104 }),
    column('method', 'Method id', 'Run', hidden),
    column('backend', 'Backend', 'Run', hidden),
    column('problem', 'Problem', 'Run', { ...hidden, hint: 'Why it ended, when not by finishing' }),
    column('started', 'Started', 'Run', { ...hidden, kind: 'time' }),
    column('ended', 'Ended', 'Run', { ...hidden, kind: 'time' }),
    column('id', 'Run id', 'Run', hidden),
    column('test-perplexity', 'Average perplexity', 'Test', {
      ...measured,
      hint: 'Test perplexity averaged over groups',
    }),
    column('test-loss', 'Mean loss', 'Test', { ...measured, hint: `Test loss averaged over groups, ${nats}` }),
    column('val-loss', 'Validation loss', 'Validation', {
      ...measured,
      hint: `Validation loss averaged over groups, ${nats}`,
      hasSteps: true,
    }),
    column('tags', 'Tags', 'Run', { ...edited, hint: 'Words that you put on this run, with commas between them' }),
    column('note', 'Note', 'Run', { ...edited, hint: 'What you want to remember about this run', width: 180 }),
    column('name', 'Name', 'Run', { ...edited, hint: 'What you call this run' }),
    column('experiment', 'Experiment', 'Run', { width: 150 }),
    column('test-worst', 'Worst group', 'Test', {
      ...measured,
      ...hidden,
      hint: `Largest test loss of a group, ${nats}`,
    }),
    ...ofGroups('Test', 'test', (group) => group, { ...measured, hint: `test loss, ${nats}` }),
    ...ofGroups('Test', 'perplexity', (group) => `${group}, perplexity`, {
      ...measured,
      ...hidden,
      hint: 'test perplexity',
    }),
    ...ofGroups('Validation', 'val', (group) => `${group}, validation`, {
      ...measured,
      ...hidden,
      hint: `validation loss, ${nats}`,
      hasSteps: true,
    }),
    ...ofGroups('Proportions', 'p', (group) => `Share of ${group}`, {
      ...hidden,
      kind: 'share',
      hint: 'share in the last batches, %',
    }),
    column('step', 'Final steps', 'Cost', { kind: 'count', hint: 'Steps of the final run so far' }),
    column('learning-steps', 'Learning steps', 'Cost', {
      kind: 'count',
      hint: 'Steps before the final run: references, proxies, sweeps',
    }),
    column('computed-steps', 'Computed', 'Cost', {
      ...hidden,
      kind: 'count',
      hint: 'Steps that this run computed itself',
    }),
    column('seconds', 'Time', 'Cost', { kind: 'duration', hint: 'Time spent training and evaluating' }),
    column('tokens-per-second', 'Tokens/s', 'Cost', { ...hidden, kind: 'count' }),
    column('resumes', 'Taken up again', 'Cost', { ...hidden, kind: 'count' }),
    ...settings.map((id) => {
      const [kind, title] = [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)];
      const section = kind === 'knob' ? 'Knobs' : 'Settings';
      return column(id, title, section, {
        kind: 'number',
        hint: kind === 'knob' ? `Knob ${title} of the method` : `Setting ${title} of the experiment`,
        isSetting: true,
      });
    }),
  ];
}

type Facts = Partial<Omit<TableColumn, 'id' | 'title' | 'section'>>;

const nats = 'nats per token';
const edited: Facts = { isEditable: true, width: 120 };
/** Wide enough for a mean with its standard error. */
const measured: Facts = { kind: 'number', isLowerBetter: true, width: 132 };

function column(id: string, title: string, section: string, facts: Facts = {}): TableColumn {
  const kind = facts.kind ?? 'text';
  return { id, title, section, hint: title, kind, isLowerBetter: false, width: usualWidth(kind, title), ...facts };
}
