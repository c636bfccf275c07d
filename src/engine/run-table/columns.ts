/** The columns of the table of runs: those that every run has, those of its groups, and those of its settings. */
import type { RunColumn, RunColumnSection } from '#contract/api';
import type { ColumnKind } from '#base/table/values';

/** @param groups names of groups, @param settings ids as `settingsOf` gives them, each over all runs of the table */
export function columnsOf(groups: readonly string[], settings: readonly string[]): readonly RunColumn[] {
  const ofGroups = (section: RunColumnSection, prefix: string, title: (group: string) => string, more: Facts) =>
    groups.map((group) => column(`${prefix}/${group}`, title(group), section, more));
  const proportions: Facts = { kind: 'share', unit: '%', isHidden: true };
  const hiddenCount: Facts = { kind: 'count', isHidden: true };
  return [
    column('label', 'Method', 'Run'),
    column('seed', 'Seed', 'Run', { kind: 'count' }),
    column('state', 'State', 'Run'),
    column('experiment', 'Experiment', 'Run'),
    column('name', 'Name', 'Run', { isEditable: true }),
    column('tags', 'Tags', 'Run', { isEditable: true }),
    column('note', 'Note', 'Run', { isEditable: true }),
    column('method', 'Method id', 'Run', { isHidden: true }),
    column('backend', 'Backend', 'Run', { isHidden: true }),
    column('problem', 'Problem', 'Run', { isHidden: true }),
    column('started', 'Started', 'Run', { kind: 'time', isHidden: true }),
    column('ended', 'Ended', 'Run', { kind: 'time', isHidden: true }),
    column('id', 'Run id', 'Run', { isHidden: true }),
    column('test-perplexity', 'Average perplexity', 'Test', { ...measured, unit: 'test perplexity' }),
    column('test-loss', 'Mean loss', 'Test', { ...measured, unit: 'test loss, nats per token' }),
    column('test-worst', 'Worst group', 'Test', {
      ...measured,
      unit: 'largest test loss, nats per token',
      isHidden: true,
    }),
    ...ofGroups('Test', 'test', (group) => group, { ...measured, unit: 'test loss, nats per token' }),
    ...ofGroups('Test', 'perplexity', (group) => `${group}, perplexity`, {
      ...measured,
      unit: 'test perplexity',
      isHidden: true,
    }),
    column('val-loss', 'Validation loss', 'Validation', { ...measured, unit: validation, hasSteps: true }),
    ...ofGroups('Validation', 'val', (group) => `${group}, validation`, {
      ...measured,
      unit: validation,
      hasSteps: true,
      isHidden: true,
    }),
    ...ofGroups('Proportions', 'p', (group) => `Share of ${group}`, proportions),
    column('step', 'Final steps', 'Cost', { kind: 'count' }),
    column('learning-steps', 'Learning steps', 'Cost', { kind: 'count' }),
    column('computed-steps', 'Computed steps', 'Cost', hiddenCount),
    column('seconds', 'Time', 'Cost', { kind: 'duration' }),
    column('tokens-per-second', 'Tokens/s', 'Cost', hiddenCount),
    column('resumes', 'Taken up again', 'Cost', hiddenCount),
    ...settings.map((id) => {
      const isKnob = id.startsWith('knob/');
      return column(id, id.slice(id.indexOf('/') + 1), isKnob ? 'Knobs' : 'Settings', { kind: 'number' });
    }),
  ];
}

type Facts = Partial<Omit<RunColumn, 'id' | 'title' | 'section'>>;

const measured: Facts = { kind: 'number', isLowerBetter: true };
const validation = 'validation loss, nats per token';

function column(id: string, title: string, section: RunColumnSection, facts: Facts = {}): RunColumn {
  const kind: ColumnKind = facts.kind ?? 'text';
  return {
    id,
    title,
    section,
    kind,
    unit: '',
    isLowerBetter: false,
    hasSteps: false,
    isEditable: false,
    isHidden: false,
    ...facts,
  };
}
