/** Validation losses over the run: one line a method, the mean over its finished seeds. */
import { absent, formatCount, formatNumber } from '#base/format';
import { mean } from '#base/statistics';
import type { Chart, Section, Table } from '../block.ts';
import type { ReportRecord } from '../record.ts';

export const losses: Section = {
  id: 'losses',
  title: 'Losses over the run',
  help: 'Validation loss of each method, overall and per group',
  blocks: (record) => {
    if (record.runs.every((run) => run.testLosses === null)) return [];
    const groups = record.groups.length > 1 ? record.groups.map((_group, i) => i) : [];
    return [
      {
        kind: 'charts',
        charts: [null, ...groups].map((group): Chart => ({ chart: 'losses', group })),
        caption: 'Validation loss, nats per token, mean over finished seeds: mean over groups first, then each group.',
        instead: [lossTable(record)],
      },
    ];
  },
};

export interface LossPoint {
  readonly step: number;
  readonly value: number;
}

/** Mean over a method's finished seeds at the steps that all of them have. @param group null: mean over groups */
export function lossCurve(record: ReportRecord, method: number, group: number | null): LossPoint[] {
  const runs = record.runs.filter((run) => run.method === method && run.testLosses !== null);
  const [first, ...others] = runs;
  return (first?.validation ?? []).flatMap(({ step, losses: own }) => {
    const rest = others.map((run) => run.validation.find((point) => point.step === step)?.losses);
    if (rest.some((one) => one === undefined)) return [];
    const values = [own, ...(rest as (readonly number[])[])].map((all) => (group === null ? mean(all) : all[group]!));
    return [{ step, value: mean(values) }];
  });
}

function lossTable(record: ReportRecord): Table {
  const curves = record.methods.map((_method, i) => lossCurve(record, i, null));
  const steps = [...new Set(curves.flatMap((curve) => curve.map(({ step }) => step)))].sort((a, b) => a - b);
  return {
    caption: 'Validation loss, nats per token, mean over groups and finished seeds',
    header: ['Step', ...record.methods.map(({ label }) => label)],
    rows: steps.map((step) => [
      { text: formatCount(step), number: step },
      ...curves.map((curve) => {
        const value = curve.find((point) => point.step === step)?.value;
        return value === undefined ? { text: absent } : { text: formatNumber(value, 3), number: value };
      }),
    ]),
  };
}
