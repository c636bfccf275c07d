import { Option, type Command } from 'commander';
import { absent, formatCount, formatDuration, formatNumber } from '#base/format';
import type { LawMeasurement, MeasuredModel, MeasurementEstimate, MeasurementInput } from '#contract/api';
import { openEngine } from '#engine/engine';
import { gradientEstimate } from '#mixing/laws/provenance';
import type { Matrix } from '#mixing/method';
import { withCommonOptions, withEngine, writeResult, type CommonOptions, type Streams } from '../../command.ts';
import { Ended } from '../../ended.ts';
import { closeAfter, onInterrupt } from '../../interrupt.ts';
import { readNumber } from '../../law-files.ts';
import { findExperiment, findRun } from '../../lookup.ts';
import { openProgressLine } from '../../progress.ts';
import { columns, facts } from '../../tables.ts';

interface MeasureOptions extends CommonOptions {
  readonly at: string;
  readonly model: MeasuredModel;
  readonly children?: string;
  readonly steps?: string;
  readonly sweep: 'cover' | 'lean';
  readonly slots?: string;
  readonly estimate?: true;
}

export function registerMeasure(command: Command, streams: Streams): void {
  withCommonOptions(
    command
      .command('measure <run>')
      .description('train children from a step of a run, fit the law that holds there, and estimate it from gradients'),
  )
    .requiredOption('--at <step>', 'steps that the model has taken where the children branch off')
    .addOption(
      new Option('--model <which>', 'the subject, or the proxy of DoReMi and DoGE')
        .choices(['subject', 'proxy'])
        .default('subject'),
    )
    .option('--children <n>', 'short runs from there; twice the groups and one unless given')
    .option('--steps <n>', 'steps of each; a twentieth of the run unless given')
    .addOption(
      new Option('--sweep <how>', 'mixtures of the children: spread evenly, or leaning to each group in turn')
        .choices(['cover', 'lean'])
        .default('cover'),
    )
    .option('--slots <n>', 'trainers at a time; as the workspace has it unless given')
    .option('--estimate', 'only say what it would cost')
    .action(async (named: string, options: MeasureOptions) => {
      const engine = await openEngine({ folder: options.workspace, startsRuns: false });
      const line = openProgressLine(streams.stderr);
      const interrupted = onInterrupt(line);
      try {
        const run = await findRun(engine, named);
        if (options.slots !== undefined) await engine.setSlots(whole(options.slots, '--slots'));
        const input = inputOf(options);
        const cost = await engine.estimateMeasurement(run.id, input);
        if (options.estimate) {
          writeResult(streams, options, cost, () => costText(cost));
          return;
        }
        line.say(costText(cost));
        engine.on('measurementMoved', ({ children, total, parent }) => {
          line.show(parent ? `child ${Math.min(children.length + 1, total)} of ${total}` : 'on the way to the step');
        });
        const found = await Promise.race([engine.measureLaw(run.id, input), interrupted.promise]);
        if (found === 'interrupted') throw new Ended(130);
        writeResult(streams, options, found, () => measurementText(found));
        if (found.state !== 'finished') throw new Ended(2);
      } finally {
        await closeAfter(engine, interrupted, streams);
        line.clear();
      }
    });
}

export function registerMeasurements(command: Command, streams: Streams): void {
  withCommonOptions(
    command.command('measurements [experiment]').description('what has been measured; of the latest unless named'),
  )
    .option('--run <run>', 'of one run, with its matrices')
    .action(async (named: string | undefined, options: CommonOptions & { readonly run?: string }) => {
      const found = await withEngine(options, 'read', streams, async (engine) =>
        engine.lawMeasurements(
          options.run === undefined
            ? { experiment: (await findExperiment(engine, named)).id }
            : { run: (await findRun(engine, options.run)).id },
        ),
      );
      writeResult(streams, options, found, () => {
        if (found.length === 0) return 'Nothing has been measured: aioli laws measure RUN --at STEP.';
        return options.run === undefined ? listText(found) : found.map(measurementText).join('\n\n');
      });
    });
}

function inputOf({ at, model, children, steps, sweep }: MeasureOptions): MeasurementInput {
  return {
    step: whole(at, '--at'),
    model,
    sweep,
    ...(children !== undefined && { children: whole(children, '--children') }),
    ...(steps !== undefined && { steps: whole(steps, '--steps') }),
  };
}

function whole(value: string, option: string): number {
  return Math.round(readNumber(value, option, [0, 1e9]));
}

function costText({
  step,
  children,
  steps,
  replaySteps,
  childSteps,
  evaluations,
  seconds,
}: MeasurementEstimate): string {
  return facts([
    ['Children', `${children} of ${formatCount(steps)} steps from step ${formatCount(step)}`],
    ['Steps to get there', formatCount(replaySteps)],
    ['Steps of children', formatCount(childSteps)],
    ['Validation passes', formatCount(evaluations)],
    ['Time', `${formatDuration(seconds.low)} to ${formatDuration(seconds.high)}`],
  ]);
}

function listText(found: readonly LawMeasurement[]): string {
  return columns(
    ['Method', 'seed', 'run', 'model', 'step', 'children', 'steps', 'state', 'similarity'],
    found.map(({ label, seed, run, model, step, children, total, steps, state, own }) => [
      label,
      String(seed),
      run,
      model,
      formatCount(step),
      `${children.length} of ${total}`,
      formatCount(steps),
      state,
      number(own?.similarity.similarity),
    ]),
  );
}

function measurementText(found: LawMeasurement): string {
  const { label, seed, model, step, groups, children, total, state, problem, A, r2 } = found;
  const title = `${label}, seed ${seed}, ${model} at step ${formatCount(step)}: ${state}, ${children.length} of ${total} children`;
  if (!A || !r2) return problem === null ? title : `${title}\n${problem}`;
  return [
    title,
    matrixText('A*, measured', A, groups),
    `R² of each group: ${r2.map(number).join(', ')}`,
    ...gradientText(found),
    ...ownText(found),
  ].join('\n\n');
}

/** The estimate from gradients at the same point, and how far it is from A*. */
function gradientText({ gradient, groups, steps }: LawMeasurement): readonly string[] {
  if (!gradient) return [];
  const { correlation, relativeError, scale, similarity } = gradient;
  return [
    matrixText(capital(gradientEstimate), gradient.A, groups),
    facts([
      ['Correlation with A*, entry by entry', number(correlation)],
      [`Relative error over ${formatCount(steps)} steps`, number(relativeError)],
      ['Factor that brings it nearest to A*', number(scale)],
      ['Similarity of column sums', number(similarity)],
    ]),
  ];
}

function ownText({ own, groups }: LawMeasurement): readonly string[] {
  if (!own) return ['The method estimates no law there.'];
  const source = own.provenance === gradientEstimate ? `, ${gradientEstimate}` : '';
  return [
    matrixText(`Round ${own.round}${source}, scaled by ${formatNumber(own.b, 4)}`, own.scaled, groups),
    facts([
      ['Similarity', number(own.similarity.similarity)],
      ['Cosine', number(own.similarity.cosine)],
      ['Spearman', number(own.similarity.spearman)],
    ]),
    ...own.warnings,
  ];
}

function capital(words: string): string {
  return words[0]!.toUpperCase() + words.slice(1);
}

function matrixText(title: string, matrix: Matrix, groups: readonly string[]): string {
  return columns(
    [title, ...groups],
    matrix.map((row, i) => [groups[i]!, ...row.map((a) => formatNumber(a, 4))]),
  );
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? absent : formatNumber(value, 3);
}
