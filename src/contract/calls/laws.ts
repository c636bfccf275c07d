/** Calls on mixing laws: those that methods estimated, those measured from a point of a run, those fitted to runs. */
import type { Summary } from '#mixing/comparison';
import type { GradientComparison } from '#mixing/laws/gradient-comparison';
import type { LawOrigin } from '#mixing/laws/law-origin';
import type { LawReport } from '#mixing/laws/report';
import type { MatrixSimilarity } from '#mixing/laws/similarity';
import type { Losses, Matrix, Proportions } from '#mixing/method';
import type { ExperimentId } from './experiments.ts';
import type { RunId } from './runs.ts';

/** Estimated mixing law of one run over its rounds. */
export interface LawSeries extends LawOrigin {
  readonly run: RunId;
  readonly method: string;
  readonly seed: number;
  readonly groups: readonly string[];
  readonly rounds: readonly {
    readonly round: number;
    readonly step: number;
    readonly raw: readonly (readonly number[])[];
    readonly normalised: readonly (readonly number[])[];
    readonly proportions: readonly number[];
  }[];
}

export type MeasurementId = string;

/** What to train from a point of a run, to see which law holds there. */
export interface MeasurementInput {
  /** Steps that the model has taken where the children branch off. */
  readonly step: number;
  /** Which model of the run: the proxy is where DoReMi and DoGE estimate their laws. 'subject' when absent. */
  readonly model?: MeasuredModel;
  /** Short runs from there; twice the number of groups and one when absent. */
  readonly children?: number;
  /** Steps of each; a twentieth of the run when absent. */
  readonly steps?: number;
  /**
   * Mixtures of the children. 'cover': spread evenly over the simplex. 'lean': equal shares, then three quarters to each
   * group in turn, then spread. 'cover' when absent.
   */
  readonly sweep?: 'cover' | 'lean';
}

export type MeasuredModel = 'subject' | 'proxy';

/** What a measurement will compute; what is stored already is not counted. */
export interface MeasurementEstimate {
  readonly run: RunId;
  readonly step: number;
  readonly children: number;
  readonly steps: number;
  /** To get back to the point where the children branch off. */
  readonly replaySteps: number;
  /** Of all children that are still to be trained. */
  readonly childSteps: number;
  /** Validation passes. */
  readonly evaluations: number;
  readonly seconds: { readonly low: number; readonly high: number };
}

/** The law that really holds at a point of a run. Rows evaluated, columns trained on, positive entries lower the loss. */
export interface LawMeasurement {
  readonly id: MeasurementId;
  readonly run: RunId;
  readonly method: string;
  readonly label: string;
  readonly seed: number;
  readonly groups: readonly string[];
  readonly model: MeasuredModel;
  readonly step: number;
  /** Steps of each child. */
  readonly steps: number;
  readonly sweep: 'cover' | 'lean';
  readonly state: 'queued' | 'running' | 'stopped' | 'finished' | 'failed';
  readonly problem: string | null;
  /** Children asked for; `children` holds those that are done. */
  readonly total: number;
  /** Validation losses at the point; null before it is reached. */
  readonly parent: Losses | null;
  readonly children: readonly { readonly proportions: Proportions; readonly losses: Losses }[];
  /** A*, fall of each loss (nats per token) per share over the children's steps; null until finished. */
  readonly A: Matrix | null;
  /** Per group, of the fit of A* to the children; an entry is null where losses do not vary. */
  readonly r2: readonly (number | null)[] | null;
  /** The method's own matrix at that point beside A*; null until finished, or when the method estimates none. */
  readonly own: OwnLaw | null;
  /** The law to first order from gradients at the point, beside A*; null when it was not taken, or A* is not finished. */
  readonly gradient: GradientLaw | null;
  readonly computedSteps: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** What the children's steps would bring if gradients stayed as they are at the point. An estimate, nowhere called measured. */
export interface GradientLaw extends GradientComparison {
  /** Fall of each loss, nats per token, over as many steps as a child's on one group alone. */
  readonly A: Matrix;
}

export interface OwnLaw {
  /** The last round whose matrix was estimated at or before the point. */
  readonly round: number;
  /** Steps that the model had taken then. */
  readonly step: number;
  /** As the method updates with it. */
  readonly matrix: Matrix;
  /** On the scale of A*: the matrix times `b`. */
  readonly scaled: Matrix;
  readonly b: number;
  readonly similarity: MatrixSimilarity;
  readonly provenance: LawOrigin['provenance'];
  readonly warnings: readonly string[];
}

/** A static law fitted to every run at fixed proportions that an experiment's methods made. */
export interface ExperimentLaw {
  readonly experiment: ExperimentId;
  /** Steps of the runs that were fitted. */
  readonly steps: number;
  /** What else could be fitted: other lengths, with the number of runs of each. */
  readonly lengths: readonly { readonly steps: number; readonly runs: number }[];
  readonly report: LawReport;
  readonly rows: readonly {
    readonly source: 'trial' | 'run';
    /** The run itself, or the first run whose method asked for the trial. */
    readonly run: RunId;
    readonly seed: number;
    readonly proportions: Proportions;
    /** Validation losses before the first step. */
    readonly start: Losses;
    /** Validation losses at the end, nats per token. */
    readonly losses: Losses;
    readonly predicted: Losses;
    /** Observed minus predicted. */
    readonly residuals: Losses;
  }[];
}

/** Whether methods whose law is right do better: similarity with A* against improvement over the baseline. */
export interface LawSummary {
  readonly experiment: ExperimentId;
  readonly baseline: string;
  readonly rows: readonly {
    readonly method: string;
    readonly label: string;
    /** Over the finished measurements whose similarity is defined, seeds and points together; null without one. */
    readonly similarity: Summary | null;
    readonly measurements: number;
    /** Baseline minus method, paired by seed: positive is better. Null for the baseline or without a shared seed. */
    readonly improvement: null | { readonly meanLoss: Summary; readonly averagePerplexity: Summary };
  }[];
  /** Spearman correlation over methods that have both; null with fewer than three. */
  readonly correlation: number | null;
}

export interface LawPictureChoice {
  /** As the method counts; the last one when absent. */
  readonly round?: number;
  /** As estimated, or as the update uses it: shares of all effects. 'raw' when absent. */
  readonly form?: 'raw' | 'normalised';
}

export interface LawCalls {
  /**
   * One series per run that estimated a law.
   *
   * @param known last round that is known of each run: only later ones are sent
   */
  laws(experiment: ExperimentId, known?: Readonly<Record<RunId, number>>): Promise<readonly LawSeries[]>;
  law(run: RunId): Promise<LawSeries>;
  /**
   * One round of a run's law as an SVG that stands alone.
   *
   * @throws Refusal `law_missing` when the run has estimated none, or not that round
   */
  lawPicture(run: RunId, choice?: LawPictureChoice): Promise<string>;

  /** Of a run, or of all runs of an experiment; by step, then by age. */
  lawMeasurements(
    of: { readonly run: RunId } | { readonly experiment: ExperimentId },
  ): Promise<readonly LawMeasurement[]>;
  estimateMeasurement(run: RunId, input: MeasurementInput): Promise<MeasurementEstimate>;
  /**
   * Trains children from a point of a run and fits A*. The same input is the same measurement: what is done of it is
   * kept. Resolves when it rests; news of it comes as `measurementMoved`.
   */
  measureLaw(run: RunId, input: MeasurementInput): Promise<LawMeasurement>;
  stopMeasurement(id: MeasurementId): Promise<void>;
  removeMeasurement(id: MeasurementId): Promise<void>;
  /** @param law id of a static law of `#mixing/laws` */
  fitLaws(
    experiment: ExperimentId,
    law: string,
    options?: { readonly steps?: number; readonly resamples?: number },
  ): Promise<ExperimentLaw>;
  lawSummary(experiment: ExperimentId, baseline?: string): Promise<LawSummary>;
}

export interface LawNews {
  /** A measurement began, had another child done, or rests. */
  measurementMoved: LawMeasurement;
}
