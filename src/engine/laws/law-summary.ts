/** The paper's own question as a table: do methods whose law is close to the measured one do better? */
import { spearman } from '#base/correlation';
import { fold } from '#base/statistics';
import type { ExperimentId, LawMeasurement, LawSummary } from '#contract/api';
import type { Comparison, Summary } from '#mixing/comparison';

/** Similarity of each method's finished runs with what was measured on them, beside what they gained. */
export function summariseLaws(
  experiment: ExperimentId,
  { baseline, rows }: Comparison,
  measurements: readonly LawMeasurement[],
): LawSummary {
  const found = rows.map(({ method, label, runs, cells }): LawSummary['rows'][number] => {
    const [meanLoss, averagePerplexity] = [cells['mean-loss'], cells['average-perplexity']].map(
      (cell) => cell?.difference,
    );
    const own = measurements.filter(({ run }) => runs.some((result) => result.run === run));
    const similarities = own.flatMap((measurement) => measurement.own?.similarity.similarity ?? []);
    return {
      method,
      label,
      similarity: similarities.length > 0 ? fold(similarities) : null,
      measurements: own.filter(({ state }) => state === 'finished').length,
      improvement:
        meanLoss && averagePerplexity
          ? { meanLoss: negated(meanLoss), averagePerplexity: negated(averagePerplexity) }
          : null,
    };
  });
  const both = found.flatMap(({ similarity, improvement }) =>
    similarity && improvement ? [[similarity.mean, improvement.meanLoss.mean] as const] : [],
  );
  return {
    experiment,
    baseline,
    rows: found,
    correlation:
      both.length < 3
        ? null
        : spearman(
            both.map(([similarity]) => similarity),
            both.map(([, gain]) => gain),
          ),
  };
}

function negated({ mean, sd, standardError, n }: Summary): Summary {
  return { mean: -mean, sd, standardError, n };
}
