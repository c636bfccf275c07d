/** Fitted and measured laws of a world whose law is known, for tests of what shows them. */
import { randomFor } from '#base/random';
import type { ExperimentLaw, LawMeasurement, LawSummary } from '#contract/api';
import { fold } from '#base/statistics';
import { bruteForce, scaledMatrix } from '#mixing/laws/brute-force';
import { childMixtures } from '#mixing/laws/child-mixtures';
import { lawFrom, predictLosses } from '#mixing/laws/fit';
import { lawById } from '#mixing/laws/index';
import { reportLaw } from '#mixing/laws/report';
import { compareWithMeasured } from '#mixing/laws/gradient-comparison';
import { measured } from '#mixing/laws/provenance';
import { similarityOf } from '#mixing/laws/similarity';
import type { Matrix } from '#mixing/method';

/** Own data helps most, some of the others' a little. */
function worldMatrix(k: number): Matrix {
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_entry, j) => (i === j ? 0.5 : 0.06 * (((i * 3 + j * 5) % 4) - 1))),
  );
}

/** A law fitted to `runs` trials, with noise of a few thousandths of a nat. */
export function aFittedLaw(groups: readonly string[], runs = 24, law = 'log-linear-static'): ExperimentLaw {
  const random = randomFor(1, 'fitted law');
  const A = worldMatrix(groups.length);
  const proportions = childMixtures(groups.length, runs, 'cover', random);
  const losses = proportions.map((p) =>
    A.map(
      (row, i) =>
        1.6 + 0.2 * i + Math.exp(-3 * row.reduce((sum, a, j) => sum + a * p[j]!, 0)) + 0.004 * random.normal(),
    ),
  );
  const report = reportLaw(
    lawById(law),
    { groups, targets: groups, proportions, losses },
    {
      resamples: groups.length > 4 ? 0 : 40,
    },
  );
  const solved = lawFrom(
    lawById(law),
    groups,
    report.fits.map(({ parameters }) => parameters),
  );
  return {
    experiment: 'e1',
    steps: 150,
    lengths: [
      { steps: 150, runs },
      { steps: 300, runs: 4 },
    ],
    report,
    rows: proportions.map((p, n) => {
      const predicted = predictLosses(solved, p);
      return {
        source: 'trial',
        run: 'r1',
        seed: 0,
        proportions: p,
        start: groups.map(() => 5),
        losses: losses[n]!,
        predicted,
        residuals: losses[n]!.map((loss, i) => loss - predicted[i]!),
      };
    }),
  };
}

/** A measurement of a run whose method's matrix is a third of the world's, and a little off. */
export function aMeasurement(changes: Partial<LawMeasurement> = {}): LawMeasurement {
  const groups = changes.groups ?? ['law', 'code', 'speeches'];
  const k = groups.length;
  const random = randomFor(2, 'measured law');
  const world = worldMatrix(k);
  const parent = groups.map((_, i) => 2.5 + i / 10);
  const children = childMixtures(k, 2 * k + 1, 'cover', random).map((proportions) => ({
    proportions,
    losses: parent.map(
      (loss, i) => loss - world[i]!.reduce((sum, a, j) => sum + a * proportions[j]!, 0) + 0.003 * random.normal(),
    ),
  }));
  const { A, fitted } = bruteForce({ groups, parent, children });
  const matrix = world.map((row, i) => row.map((a, j) => a / 3 + 0.02 * ((i + 2 * j) % 3) + (j === k - 1 ? 0.05 : 0)));
  const { scaled, b } = scaledMatrix(matrix, { groups, parent, children });
  const similarity = similarityOf(A, scaled);
  const estimate = world.map((row, i) => row.map((a, j) => 1.2 * a + 0.01 * ((i + j) % 2)));
  return {
    id: 'm1',
    run: 'r1',
    method: 'aioli',
    label: 'Aioli',
    seed: 0,
    groups,
    model: 'subject',
    step: 150,
    steps: 15,
    sweep: 'cover',
    state: 'finished',
    problem: null,
    total: children.length,
    parent,
    children,
    A,
    r2: fitted.fits.map(({ scores }) => scores.r2),
    own: { round: 3, step: 140, matrix, scaled, b, similarity, provenance: measured, warnings: similarity.warnings },
    gradient: { A: estimate, ...compareWithMeasured(estimate, A) },
    computedSteps: 15 * children.length,
    createdAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:01:00Z',
    ...changes,
  };
}

/** Three methods with a similarity each, beside the baseline. */
export function aLawSummary(): LawSummary {
  const row = (method: string, label: string, similarity: readonly number[], gain: readonly number[]) => ({
    method,
    label,
    similarity: fold(similarity),
    measurements: similarity.length,
    improvement: { meanLoss: fold(gain), averagePerplexity: fold(gain.map((x) => x * 6)) },
  });
  return {
    experiment: 'e1',
    baseline: 'stratified',
    rows: [
      { method: 'stratified', label: 'Stratified', similarity: null, measurements: 0, improvement: null },
      row('aioli', 'Aioli', [0.93, 0.88], [0.021, 0.017]),
      row('doge', 'DoGE', [0.42, 0.5], [0.004, -0.003]),
      row('skill-it', 'Skill-It', [0.71], [0.009, 0.012]),
    ],
    correlation: 1,
  };
}
