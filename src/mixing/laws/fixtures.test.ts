// Published runs and fits: every reference value of ../shared/fixtures that concerns laws, within its own tolerance.
// Longer than a page because it is one list of files; each test is one of them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { meanHuber } from '#base/huber';
import { pairedTest } from '#base/paired-test';
import { exponentiate, normalise } from '#base/simplex';
import { fold, mean } from '#base/statistics';
import { normalised } from '../methods/aioli-law.ts';
import { parseDomainWeights } from './domain-weights.ts';
import { fitLaw, lawFrom, predictLosses, type LawTable } from './fit.ts';
import { lawById } from './index.ts';
import { listOf, numberOf, type LawParameters } from './law.ts';
import { objectiveOf, optimumOf, twoGroupOptimum } from './optimum.ts';
import { scoresOf, type Scores } from './scores.ts';
import { similarityOf } from './similarity.ts';
import { divergenceNats, entropyNats, sweepStatistics } from './sweep-statistics.ts';
import { parseLawTable, parseTableCsv } from './table-file.ts';
import { parseCsv } from './csv.ts';
import { findings } from './testing/findings.ts';
import { fitTwoStep, shareAt } from './two-step.ts';

// The reference files are read where they lie, beside the repository; without them there is nothing to compare with.
const folder = path.resolve(import.meta.dirname, '../../../../shared/fixtures');
const isPresent = existsSync(folder);

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-return -- the files hold plain numbers in many shapes, described in their README */
const read = (file: string): any => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const text = (file: string) => readFileSync(path.join(folder, file), 'utf8');
const { near, ratio, settle } = findings();
const column = (rows: readonly (readonly number[])[], j: number) => rows.map((row) => row[j]!);

function check(name: string, files: readonly string[], body: (file: string) => void): void {
  if (isPresent)
    test.each(files)(`${name}: %s`, { timeout: 60_000 }, (file) => {
      body(file);
      settle(file);
    });
  else
    test(`${name}: did not run, there are no reference files`, () =>
      console.log(`${name}: did not run, ${folder} is missing`));
}

function checkScores(file: string, what: string, found: Scores, reference: any, relative = 1e-6): void {
  near(file, `${what} mse`, found.mse, reference.mse, relative * reference.mse);
  for (const name of ['r2', 'mae', 'spearman', 'pearson'] as const)
    if (reference[name] !== undefined)
      near(file, `${what} ${name}`, found[name]!, reference[name], name === 'spearman' ? 1e-9 : 1e-6);
}

check(
  'static laws of published sweeps',
  ['3mix_410m', '5mix_305m', '5mix_410m', '5mix_70m', 'redpajama_160m']
    .map((name) => `static/mixlaws_${name}.json`)
    .concat('static/slimpajama7_122m.json'),
  (file) => {
    const content = read(file);
    const table = parseLawTable(content, file);
    const training = only(table, (n) => n % 4 !== 3);
    const held = only(table, (n) => n % 4 === 3);
    const reference = table.targets.map((target) => content.reference[target]);
    const hasSplit = reference.every((r) => r.holdout_split !== undefined);

    const linear = fitLaw(lawById('linear-static'), table);
    const curve = fitLaw(lawById('log-linear-reduced'), table, { starts: 24 });
    const full = fitLaw(lawById('log-linear-static'), table, { starts: 24 });
    const huber = fitLaw(lawById('log-linear-static'), table, { starts: 24, delta: 0.02 });
    reference.forEach((r, i) => {
      near(file, 'rows', table.losses.length, r.n, 0.5);
      listOf(linear.fits[i]!.parameters, 'a').forEach((a, j) =>
        near(file, 'linear coefficient', a, r.linear.coef[j], 1e-6),
      );
      checkScores(file, 'linear', linear.fits[i]!.scores, r.linear);
      const { log_linear: expected } = r;
      const { parameters, scores } = curve.fits[i]!;
      ratio(file, 'log-linear mse (reduced)', scores.mse, expected.mse, 0.999, expected.mse_ratio_max);
      ratio(file, 'log-linear mse (full)', full.fits[i]!.scores.mse, expected.mse, 0.999, expected.mse_ratio_max);
      near(file, 'log-linear r2', scores.r2!, expected.r2, (expected.mse_ratio_max - 1) * (1 - expected.r2) + 1e-6);
      if (expected.param_check) {
        const own = [numberOf(parameters, 'c'), numberOf(parameters, 'k'), ...listOf(parameters, 't')];
        [expected.c, expected.b, ...expected.t].forEach((value: number, j) =>
          near(file, 'log-linear c, b, t', own[j]!, value, 0.5 * expected.std_err[j]),
        );
        table.proportions.forEach((p, n) =>
          near(
            file,
            'log-linear fitted losses',
            predictLosses(curve, p)[i]!,
            expected.fitted[n],
            0.1 * Math.sqrt(expected.mse),
          ),
        );
      }
      ratio(file, 'mean Huber, delta 0.02', huber.fits[i]!.meanHuber, r.log_linear_huber.mean_huber, 0.999, 1.02);
    });
    if (hasSplit) checkSplit(file, training, held, reference);
    if (content.source_fit) checkSourceFit(file, table, content.source_fit);
  },
);

function only(table: LawTable, keeps: (n: number) => boolean): LawTable {
  const kept = (rows: LawTable['losses']) => rows.filter((_row, n) => keeps(n));
  return { ...table, proportions: kept(table.proportions), losses: kept(table.losses) };
}

function checkSplit(file: string, training: LawTable, held: LawTable, reference: readonly any[]): void {
  const linear = fitLaw(lawById('linear-static'), training);
  const curve = fitLaw(lawById('log-linear-reduced'), training, { starts: 24 });
  const scoresOn = (law: typeof linear, i: number) =>
    scoresOf(
      column(held.losses, i),
      held.proportions.map((p) => predictLosses(law, p)[i]!),
    );
  reference.forEach(({ holdout_split: split }, i) => {
    near(file, 'held-out rows', held.losses.length, split.n_test, 0.5);
    near(file, 'split linear train mse', linear.fits[i]!.scores.mse, split.linear.train_mse, 1e-6);
    checkScores(file, 'split linear', scoresOn(linear, i), split.linear.test);
    const expected = split.log_linear;
    ratio(
      file,
      'split log-linear train mse',
      curve.fits[i]!.scores.mse,
      expected.train_mse,
      0.999,
      expected.mse_ratio_max,
    );
    if (!expected.param_check) return;
    const found = scoresOn(curve, i);
    near(file, 'split log-linear r2', found.r2!, expected.test.r2, 0.02);
    near(file, 'split log-linear spearman', found.spearman!, expected.test.spearman, 0.05);
  });
}

function checkSourceFit(file: string, table: LawTable, source: any): void {
  const own = fitLaw(lawById('log-linear-static'), table, { starts: 24, delta: source.huber_delta });
  table.targets.forEach((target, i) => {
    const expected = source.by_target[target];
    if (expected === undefined) return;
    const { log_c, log_k, t } = expected.printed;
    const parameters = { c: Math.exp(log_c), b: Math.exp(log_k), t };
    const law = lawById('log-linear-redundant');
    const predicted = table.proportions.map((p) => law.predict(parameters, p, own.targets[i]!));
    const observed = column(table.losses, i);
    const huber = meanHuber(
      observed.map((y, n) => y - predicted[n]!),
      source.huber_delta,
    );
    near(file, 'mean Huber at printed parameters', huber, expected.recomputed_mean_huber_at_printed, 1e-6 * huber);
    near(file, 'the same, as the source printed', huber, expected.printed.mean_huber, 1e-3 * huber);
    const scores = scoresOf(observed, predicted);
    near(file, 'mse at printed parameters', scores.mse, expected.mse_at_printed, 1e-6 * scores.mse);
    near(file, 'r2 at printed parameters', scores.r2!, expected.r2_at_printed, 1e-6);
    ratio(file, 'mean Huber, delta 0.05', own.fits[i]!.meanHuber, expected.best_mean_huber_found, 0.999, 1.01);
  });
}

check('the published recipe for two groups', ['static/mixlaws_2mix_70m.json'], (file) => {
  const content = read(file);
  for (const [step, targets] of Object.entries<any>(content.reference))
    content.targets.forEach((target: string, i: number) => {
      const { two_step: expected, source_printed: printed, linear_1d: line, two_step_scores: scores } = targets[target];
      const x = column(content.proportions, i);
      const y = column(content.losses_by_step[step], i);
      const found = fitTwoStep(x, y);
      near(file, 'c', found.c, expected.c, 1e-6);
      near(file, 'k', found.k, expected.k, 2e-3);
      near(file, 'b', found.b, expected.b, 1e-3);
      near(file, 'correlation', found.correlation, expected.corr, 1e-6);
      ratio(file, 'mean Huber', found.meanHuber, expected.mean_huber, 0.999, 1.01);
      near(file, 'k, as the source printed', found.k, printed.k, 7e-4);
      near(file, 'b, as the source printed', found.b, printed.b, 2e-4);
      ratio(file, 'mean Huber, as the source printed', found.meanHuber, printed.mean_huber, 0.999, 1.01);
      const own = scoresOf(
        y,
        x.map((share) => found.c + Math.exp(found.k * share + found.b)),
      );
      ratio(file, 'curve mse', own.mse, scores.mse, 0.999, 1.01);
      near(file, 'curve r2', own.r2!, scores.r2, 1e-5);
      near(file, 'curve mae', own.mae, scores.mae, 1e-5);
      const straight = fitLaw(lawById('linear-dynamic-intercept'), {
        groups: content.groups,
        targets: [target],
        proportions: content.proportions,
        losses: y.map((loss) => [loss]),
      }).fits[0]!;
      near(file, 'line slope', listOf(straight.parameters, 'k')[0]!, line.slope, 1e-6);
      near(file, 'line intercept', numberOf(straight.parameters, 'c'), line.intercept, 1e-6);
      checkScores(file, 'line', straight.scores, line);
    });
});

check("Aioli's published static parameters", ['static/aioli_static_params.json'], (file) => {
  for (const set of read(file).sets)
    for (const { params, ...expected } of set.cases) {
      const isPair = set.groups.length === 2;
      const parameters = set.groups.map((group: string): LawParameters => {
        const [first, second, ...t] = params[group];
        return isPair ? { c: first, k: second, b: t[0] } : { c: Math.exp(first), k: second, t };
      });
      const solved = lawFrom(lawById(isPair ? 'log-linear-diagonal' : 'log-linear-reduced'), set.groups, parameters);
      const sweep: number[][] = expected.sweep ?? set.sweep;
      const losses = sweep.map((p) => predictLosses(solved, p));
      losses.forEach((row, n) =>
        row.forEach((loss, i) => near(file, 'losses of the sweep', loss, expected.sweep_losses[n][i], 1e-6)),
      );
      const means = losses.map(mean);
      near(file, 'best row of the sweep', means.indexOf(Math.min(...means)), expected.best_sweep_row, 0.5);
      if (expected.best_sweep_mean_loss)
        near(file, 'its mean loss', Math.min(...means), expected.best_sweep_mean_loss, 1e-6);
      const optimum = optimumOf(solved);
      near(file, 'mean loss at the optimum', optimum.mean, expected.optimum.mean_loss, 1e-6);
      if (set.groups.length <= 3)
        optimum.proportions.forEach((share, j) => near(file, 'optimum', share, expected.optimum.p[j], 2e-3));
      if (isPair) {
        const [first, second] = parameters.map((own: LawParameters) => ({
          k: numberOf(own, 'k'),
          b: numberOf(own, 'b'),
        }));
        near(file, 'optimum in closed form', twoGroupOptimum(first, second), expected.optimum.closed_form_p1, 1e-9);
      }
      const candidates: any[] = Object.values(expected.candidates ?? { uniform: expected.uniform });
      for (const candidate of candidates) {
        // Mixtures are printed to 8 decimals; their losses come from the exact ones, which sum to 1.
        const p = normalise(candidate.p ?? set.groups.map(() => 1));
        predictLosses(solved, p).forEach((loss, i) =>
          near(file, 'losses of candidates', loss, candidate.losses[i], 1e-6),
        );
        near(file, 'mean loss of candidates', objectiveOf(solved).value(p), candidate.mean_loss, 1e-6);
      }
    }
});

check("a source's own predictions", ['static/mixlaws_rpj_predictions.json'], (file) => {
  for (const domain of Object.values<any>(read(file).domains)) {
    const fitted = domain.rows.slice(0, domain.n_fit);
    checkScores(file, 'fit', scoresOf(column(fitted, 2), column(fitted, 1)), domain.fit_scores);
    domain.rows
      .slice(domain.n_fit)
      .forEach(([, predicted, observed]: number[], n: number) =>
        near(file, 'extrapolation error', Math.abs(predicted! - observed!), domain.extrapolation_abs_error[n], 1e-6),
      );
  }
});

check('a dynamic sweep from one checkpoint', ['dynamic/mixlaws_ct_70m.json'], (file) => {
  const content = read(file);
  const { groups, targets, proportions, base_loss } = content;
  for (const [step, { A, scores }] of Object.entries<any>(content.reference)) {
    const losses = content.losses_by_step[step];
    const fitted = fitLaw(lawById('linear-dynamic'), {
      groups,
      targets,
      proportions,
      losses,
      starts: losses.map(() => base_loss),
    });
    fitted.fits.forEach(({ parameters, scores: own }, i) => {
      listOf(parameters, 'k').forEach((k, j) => near(file, 'A', k, A[i][j], 1e-6));
      checkScores(file, 'change', own, scores[targets[i]], 1e-5);
    });
  }
  const { x, y, two_step, source_printed, critical_proportion } = content.static_at_10000_pile;
  const found = fitTwoStep(x, y);
  near(file, 'static c', found.c, two_step.c, 1e-6);
  near(file, 'static k', found.k, two_step.k, 2e-3);
  near(file, 'static b', found.b, two_step.b, 1e-3);
  near(file, 'static correlation', found.correlation, two_step.corr, 1e-6);
  ratio(file, 'static mean Huber', found.meanHuber, two_step.mean_huber, 0.999, 1.01);
  near(file, 'critical proportion', shareAt(found, base_loss[0]), critical_proportion, 2e-4);
  near(file, 'k, as the source printed', found.k, source_printed.k, 2e-3);
  near(file, 'b, as the source printed', found.b, source_printed.b, 1e-3);
  near(file, 'critical proportion, source', shareAt(found, base_loss[0]), source_printed.critical_proportion, 2e-4);
});

check(
  'the dynamic law between checkpoints',
  ['slimpajama7_122m', 'mixlaws_5mix_70m', 'mixlaws_5mix_305m'].map((name) => `dynamic/${name}_reference.json`),
  (file) => {
    const content = read(file);
    const { groups, targets = groups } = content;
    const { header, rows } = parseCsv(text(`dynamic/${content.data_file}`));
    const at = (row: readonly string[], name: string) => row[header.indexOf(name)]!;
    const time = header.includes('step') ? 'step' : 'tokens_b';
    for (const [interval, { A, scores }] of Object.entries<any>(content.intervals)) {
      const [before, after] = interval.split('->').map(Number);
      const r2: number[] = [];
      targets.forEach((target: string, i: number) => {
        const present = (when: number) =>
          new Map(
            rows
              .filter((row) => Number(at(row, time)) === when && at(row, `loss_${target}`) !== '')
              .map((row) => [at(row, 'run'), row]),
          );
        const [first, second] = [present(before!), present(after!)];
        const runs = [...first.keys()].filter((run) => second.has(run));
        const table = {
          groups,
          targets: [target],
          proportions: runs.map((run) => groups.map((group: string) => Number(at(first.get(run)!, `p_${group}`)))),
          losses: runs.map((run) => [Number(at(second.get(run)!, `loss_${target}`))]),
          starts: runs.map((run) => [Number(at(first.get(run)!, `loss_${target}`))]),
        };
        const { parameters, scores: change, lossScores } = fitLaw(lawById('linear-dynamic'), table).fits[0]!;
        const expected = scores[target];
        listOf(parameters, 'k').forEach((k, j) => near(file, 'A', k, A[i][j], 1e-6));
        near(file, 'mse', change.mse, expected.mse, 1e-6 * expected.mse);
        near(file, 'r2 of the change', change.r2!, expected.r2_delta, 1e-6);
        near(file, 'r2 of the level', lossScores.r2!, expected.r2_level, 1e-6);
        if (expected.n) near(file, 'runs', runs.length, expected.n, 0.5);
        if (expected.spearman_delta)
          near(file, 'spearman of the change', change.spearman!, expected.spearman_delta, 1e-9);
        r2.push(change.r2!);
      });
      const average = content.mean_r2_delta_by_interval?.[interval];
      if (average !== undefined) near(file, 'mean r2 over targets', mean(r2), average, 1e-6);
    }
  },
);

check("Aioli's published dynamic parameters", ['dynamic/aioli_dynamic_params.json'], (file) => {
  for (const set of read(file).sets)
    for (const expected of set.cases) {
      const rows: number[][] = expected.params
        ? set.groups.map((group: string) => expected.params[group])
        : set.groups.map((_group: string, i: number) => [expected.intercept[i], expected.slope[i]]);
      const solved = lawFrom(
        lawById('linear-dynamic-intercept'),
        set.groups,
        rows.map(([c, ...k]) => ({ c: c!, k })),
      );
      const optimum = optimumOf(solved).proportions;
      const vertices = set.groups.map((_group: string, j: number) =>
        set.groups.map((_other: string, k: number) => Number(j === k)),
      );
      if (expected.next_losses_p1_0_to_1)
        expected.next_losses_p1_0_to_1.forEach((row: number[], n: number) =>
          predictLosses(solved, [n / 10, 1 - n / 10]).forEach((loss, i) =>
            near(file, 'next losses', loss, row[i]!, 1e-6),
          ),
        );
      expected.sweep_losses?.forEach((row: number[], n: number) =>
        predictLosses(solved, set.sweep[n]).forEach((loss, i) => near(file, 'next losses', loss, row[i]!, 1e-6)),
      );
      expected.sweep_mean_loss_first10?.forEach((loss: number, n: number) =>
        near(file, 'mean next loss', mean(predictLosses(solved, set.sweep_first10[n])), loss, 1e-6),
      );
      expected.vertex_mean_losses?.forEach((loss: number, j: number) =>
        near(file, 'mean next loss of vertices', mean(predictLosses(solved, vertices[j])), loss, 1e-6),
      );
      const best = Array.isArray(expected.best_vertex) ? expected.best_vertex.indexOf(1) : expected.best_vertex;
      near(file, 'best vertex', optimum.indexOf(1), best, 0.5);
      if (expected.best_mean_loss) near(file, 'its mean loss', optimumOf(solved).mean, expected.best_mean_loss, 1e-6);
      if (!expected.log_params) continue;
      const logs = lawFrom(
        lawById('log-dynamic'),
        set.groups,
        set.groups.map((group: string) => ({
          c: expected.log_params[group][0],
          k: expected.log_params[group].slice(1),
        })),
        set.groups.map(() => 1),
      );
      expected.log_ratio_first3.forEach((row: number[], n: number) =>
        predictLosses(logs, set.sweep_first10[n]).forEach((loss, i) =>
          near(file, 'log ratio', Math.log(loss), row[i]!, 1e-6),
        ),
      );
    }
});

check('similarity along published trajectories', ['trajectory/aioli_trajectory_matrices.json'], (file) => {
  const content = read(file);
  const checkMetric = (what: string, A: number[][], B: number[][], expected: any) => {
    const found = similarityOf(A, B);
    for (const name of ['cosine', 'spearman', 'similarity'] as const)
      near(file, `${what} ${name}`, found[name]!, expected[name], 1e-6);
  };
  const negative = (A: number[][]) => A.map((row) => row.map((a) => -a));
  for (const part of [content.m2, content.m3])
    for (const { methods, cross_metric } of part.cases) {
      for (const [pair, expected] of Object.entries(cross_metric)) {
        const [a, b] = pair.split('|').map((name) => methods[name].A_star);
        checkMetric('A* against A*', a, b, expected);
      }
      for (const method of Object.values<any>(methods)) {
        if (method.metric) checkMetric('method against A*', method.A_tilde, method.A_star, method.metric);
        if (method.L0_recovered) checkRecovered(method);
        for (const [name, losses] of [
          ['metric_unit_losses', [1, 1, 1]],
          ['metric_losses_4_4p4_4p7', [4, 4.4, 4.7]],
        ] as const)
          if (method[name])
            checkMetric(
              'Skill-It against A*',
              graphMatrix(method.graph, losses, method.b_t),
              method.A_star,
              method[name],
            );
        if (!method.A_star_column_sums) continue;
        const sums = method.A_star[0].map((_entry: number, j: number) =>
          column(method.A_star, j).reduce((a, b) => a + b, 0),
        );
        sums.forEach((sum: number, j: number) => near(file, 'column sums', sum, method.A_star_column_sums[j], 1e-9));
        const third = sums.map(() => 1 / 3);
        const step = exponentiate(
          third,
          sums.map((sum: number) => -sum),
          0.2,
        );
        const abar = normalised(negative(method.A_star));
        const soft = exponentiate(
          third,
          sums.map((_sum: number, j: number) => column(abar, j).reduce((a, b) => a + b, 0)),
          0.2,
        );
        step.forEach((share, j) => near(file, 'EG step', share, method['eg_step_eta0.2_from_uniform'][j], 1e-9));
        soft.forEach((share, j) =>
          near(file, 'EG step, normalised', share, method['eg_step_eta0.2_normalised_from_uniform'][j], 1e-9),
        );
      }
    }
  const { rows, aggregate, source_printed_over_all_15: all } = content.m3_skillit_fit_quality;
  for (const name of ['mse', 'r2'] as const) {
    const values = rows.map((row: any) => row[name]);
    const { mean: centre, sd } = fold(values);
    near(file, 'fit quality mean', centre, aggregate[`${name}_mean`], 1e-9);
    // The file divides by n.
    near(
      file,
      'fit quality std',
      sd! * Math.sqrt((values.length - 1) / values.length),
      aggregate[`${name}_std_population`],
      1e-9,
    );
    expect(all[`${name}_mean`]).toBeGreaterThan(0);
  }

  /** L0 and A~ as the file recovers them, from a sweep that is symmetric about one half. */
  function checkRecovered(method: any): void {
    const graphRows = method.graph[0].map((_entry: number, i: number) => column(method.graph, i));
    const L0 = graphRows.map(
      (row: number[], i: number) =>
        ((method.A_star[i][i] as number) * 0.5 + (method.A_star_intercept[i] as number) - method.joint_intercepts[i]) /
        (method.b_t * mean(row)),
    );
    L0.forEach((loss: number, i: number) => near(file, 'recovered L0', loss, method.L0_recovered[i], 1e-6));
    const scaled = graphMatrix(method.graph, L0, method.b_t);
    near(file, 'recovered A~', scaled[0]![0]! - scaled[0]![1]!, method.A_tilde[0][0], 1e-6);
    near(file, 'recovered A~', scaled[1]![1]! - scaled[1]![0]!, method.A_tilde[1][1], 1e-6);
  }
});

/** b diag(L) G^T: a published graph (row trained on) as a matrix with rows evaluated. */
function graphMatrix(graph: number[][], losses: readonly number[], b: number): number[][] {
  return losses.map((loss, i) => column(graph, i).map((g) => b * loss * g));
}

check('mixtures of published skill graphs', ['trajectory/skillit_graphs.json'], (file) => {
  for (const { graph, ...expected } of read(file).graphs)
    for (const eta of [0.1, 0.5]) {
      const n = graph.length;
      const one = graph.map(() => 1 / n);
      const losses = graph.map((_row: number[], j: number) => 1 + (2 * j) / (n - 1));
      const score = (weights: readonly number[]) =>
        graph.map((row: number[]) => row.reduce((sum, g, j) => sum + g * weights[j]!, 0));
      exponentiate(one, score(graph.map(() => 1)), eta).forEach((share, j) =>
        near(file, 'initial mixture', share, expected[`initial_mixture_eta${eta}`][j], 1e-8),
      );
      exponentiate(one, score(losses), eta).forEach((share, j) =>
        near(file, 'mixture after losses', share, expected[`mixture_after_losses_linspace_1_3_eta${eta}`][j], 1e-8),
      );
    }
});

check('RegMix: laws fitted to 512 runs, judged on 256', ['regmix/reference.json'], (file) => {
  const { reference } = read(file);
  const train = parseTableCsv(text('regmix/train_1m.csv'));
  const both = parseTableCsv(text('regmix/test_1m_60m.csv'));
  const linear = fitLaw(lawById('linear-static'), train);
  const curve = fitLaw(lawById('log-linear-reduced'), train, { starts: 8 });
  train.targets.forEach((target, i) => {
    const expected = reference[target];
    const [small, large] = ['1m', '60m'].map((size) => column(both.losses, both.targets.indexOf(`${target}_${size}`)));
    const predicted = (law: typeof linear) => both.proportions.map((p) => predictLosses(law, p)[i]!);
    const [line, bent] = [predicted(linear), predicted(curve)];
    listOf(linear.fits[i]!.parameters, 'a').forEach((a, j) =>
      near(file, 'linear coefficient', a, expected.linear.coef[j], 1e-5),
    );
    checkScores(file, 'linear train', linear.fits[i]!.scores, expected.linear.train);
    checkScores(file, 'linear test', scoresOf(small!, line), expected.linear.test_1m);
    near(file, 'linear against 60M', scoresOf(large!, line).spearman!, expected.linear.test_60m_spearman, 1e-6);
    ratio(file, 'log-linear train mse', curve.fits[i]!.scores.mse, expected.log_linear.train.mse, 0.999, 1.01);
    const test = scoresOf(small!, bent);
    near(file, 'log-linear test spearman', test.spearman!, expected.log_linear.test_1m.spearman, 0.003);
    near(file, 'log-linear test r2', test.r2!, expected.log_linear.test_1m.r2, 0.01);
    near(
      file,
      'log-linear against 60M',
      scoresOf(large!, bent).spearman!,
      expected.log_linear.test_60m_spearman,
      0.003,
    );
    near(file, '1M against 60M', scoresOf(large!, small!).spearman!, expected.true_1m_vs_60m_spearman, 1e-6);
    const pick = line.indexOf(Math.min(...line));
    near(file, 'best test row', small!.indexOf(Math.min(...small!)), expected.best_test_row_1m, 0.5);
    near(file, 'linear pick', pick, expected.linear_pick.row, 0.5);
    near(file, 'linear regret', small![pick]! - Math.min(...small!), expected.linear_pick.regret, 1e-6);
  });
});

check('sweeps and published mixtures', ['sweep/reference.json'], (file) => {
  const content = read(file);
  for (const [name, expected] of Object.entries<any>(content.sweeps)) {
    const [, k, n, seed] = /k(\d+)_n(\d+)_seed(\d+)/.exec(name)!;
    const { rows } = parseCsv(text(`sweep/dirichlet_k${k!}_n${n!}.csv`));
    const found = sweepStatistics(rows.filter((row) => row[0] === seed).map((row) => row.slice(2).map(Number)));
    near(file, 'rows', found.runs, expected.rows, 0.5);
    near(file, 'row sums', found.smallestSum, expected.row_sum_min, 1e-6);
    near(file, 'row sums', found.largestSum, expected.row_sum_max, 1e-6);
    near(file, 'row sums against 1', found.smallestSum, 1, 5e-6);
    near(file, 'row sums against 1', found.largestSum, 1, 5e-6);
    near(file, 'smallest weight', found.smallestShare, expected.min_weight, 1e-6);
    near(file, 'largest weight', found.largestShare, expected.max_weight, 1e-6);
    found.mean.forEach((share, j) => near(file, 'mean weights', share, expected.mean[j], 1e-6));
    near(file, 'closest pair', found.closestPair!, expected.min_pair_distance, 1e-6);
    near(file, 'mean entropy', found.meanEntropyNats, expected.mean_entropy_nats, 1e-6);
  }
  content.two_group_grid.forEach(([a, b]: number[], n: number) => {
    near(file, 'two-group grid', a!, (n + 1) / 10, 1e-9);
    near(file, 'two-group grid', b!, 1 - (n + 1) / 10, 1e-9);
  });
  for (const { p } of content.learned_mixtures as { p: number[] }[])
    near(
      file,
      'learned mixtures sum to 1',
      p.reduce((a, b) => a + b),
      1,
      5e-6,
    );
  const human = parseDomainWeights(content.published_mixtures.human);
  for (const [name, expected] of Object.entries<any>(content.published_stats)) {
    const found = parseDomainWeights(content.published_mixtures[name]);
    near(file, 'sum as written', found.sum, expected.sum, 1e-6);
    near(file, 'said to be renormalised', Number(found.isRenormalised), Number(name !== 'regmix'), 0.5);
    near(
      file,
      'largest',
      found.proportions.indexOf(Math.max(...found.proportions)),
      found.groups.indexOf(expected.largest),
      0.5,
    );
    // The file takes the entropy of the weights as written, before they are divided by their sum.
    near(
      file,
      'entropy as written',
      entropyNats(found.proportions.map((share) => share * found.sum)),
      expected.entropy_nats,
      1e-6,
    );
    if (expected.kl_to_human_after_normalising)
      near(
        file,
        'KL to human',
        divergenceNats(normalise(found.proportions), human.proportions),
        expected.kl_to_human_after_normalising,
        1e-6,
      );
  }
});

check('published comparisons of methods', ['comparison/skillit_methods.json'], (file) => {
  const { methods, ranking_best_first: ranking, per_seed_example: example } = read(file);
  const means = methods.map((method: any) => ({
    label: method.label,
    mean: mean(method.mean_loss_per_skill),
    expected: method,
  }));
  const stratified = means.find(({ label }: any) => label === 'stratified');
  means.forEach(({ mean: own, expected }: any) => {
    near(file, 'mean loss', own, expected.overall_mean, 2e-6);
    near(file, 'difference to stratified', own - stratified.mean, expected.difference_to_stratified, 4e-6);
  });
  const order = means.toSorted((a: any, b: any) => a.mean - b.mean).map(({ label }: any) => label);
  expect(order).toEqual(ranking);
  for (const [name, expected] of Object.entries<any>(example.reference)) {
    const folded = fold(example.rows[name]);
    near(file, 'mean over seeds', folded.mean, expected.mean, 1e-6);
    near(file, 'deviation over seeds', folded.sd!, expected.std_sample, 1e-6);
    near(file, 'standard error', folded.standardError!, expected.std_error, 1e-6);
    const paired = pairedTest(example.rows[name], example.rows.stratified);
    near(file, 'paired difference', paired.meanDifference, expected.mean_difference_to_stratified, 1e-6);
    if (!expected.paired_t_vs_stratified) continue;
    near(file, 'paired t', paired.t!, expected.paired_t_vs_stratified.t, 1e-5);
    near(file, 'paired p', paired.pTwoSided!, expected.paired_t_vs_stratified.p_two_sided, 1e-5);
  }
});
