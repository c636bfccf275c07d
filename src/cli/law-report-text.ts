/** A fitted law for a terminal. */
import { formatNumber } from '#base/format';
import type { LawReport, TargetReport } from '#mixing/laws/report';
import { columns, facts } from './tables.ts';

export function lawReportText(report: LawReport): string {
  const { optimum, bestRun, groups, fits, warnings } = report;
  const uncertain = optimum.uncertainty?.proportions;
  const how = report.delta === null ? 'least squares' : `Huber's loss, delta ${report.delta}`;
  return [
    `${report.equation}\n${report.runs} runs, ${how}`,
    columns(
      ['target', 'R²', 'RMSE', 'MAE', 'held-out R²', 'held-out RMSE'],
      fits.map((fit) => [
        fit.group,
        shown(fit.r2, 4),
        shown(fit.rmse, 4),
        shown(fit.mae, 4),
        shown(fit.outOfSample?.r2, 4),
        shown(fit.outOfSample?.rmse, 4),
      ]),
    ),
    fits.map(parameterText).join('\n'),
    columns(
      ['group', 'optimum', '95 %', `best run (${bestRun.run + 1})`],
      groups.map((group, j) => [
        group,
        shown(optimum.proportions[j], 4),
        uncertain === undefined ? '–' : uncertain[j]!.map((x) => formatNumber(x, 3)).join(' to '),
        shown(bestRun.proportions[j], 4),
      ]),
    ),
    facts([
      ['Predicted mean loss at the optimum', shown(optimum.mean, 4)],
      ['Mean loss of the best run', shown(bestRun.mean, 4)],
    ]),
    ...(warnings.length > 0 ? [warnings.map((warning) => `Note: ${warning}`).join('\n')] : []),
  ].join('\n\n');
}

function parameterText({ group, parameters }: TargetReport): string {
  // A is the negative of t or k, for programs.
  const named = Object.entries(parameters)
    .filter(([name]) => name !== 'A')
    .map(
      ([name, value]) =>
        `${name} = ${typeof value === 'number' ? shown(value, 4) : `(${value.map((x) => shown(x, 3)).join(', ')})`}`,
    );
  return `${group}: ${named.join(', ')}`;
}

function shown(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined ? '–' : formatNumber(value, decimals);
}
