/**
 * What the engine answers and tells: the only place where a call or a piece of news is named, hence its length.
 * The window reaches it over the wire, the command line in its own process.
 */
import type { Comparison, Summary, Trajectory } from '#mixing/comparison';
import type { LawReport } from '#mixing/laws/report';
import type { MatrixSimilarity } from '#mixing/laws/similarity';
import type { Cost, Losses, Matrix, MethodChoice, NoteValue, Proportions } from '#mixing/method';
import type { Experiment, ExperimentInput } from './experiment.ts';
import type { BackendId, BackendState, VerifyReport } from './trainer.ts';

export type GroupId = string;
export type ExperimentId = string;
export type RunId = string;

// ---------------------------------------------------------------- groups

/** Where a group's text comes from. */
export interface GroupSource {
  /** Files or folders, absolute or relative to the workspace. */
  readonly paths: readonly string[];
  /** Glob patterns inside folders; empty means what the reader takes by default. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Reader id, or 'auto' to choose by file name. */
  readonly reader: string;
  /** JSONL: dotted path of the text field. */
  readonly textField: string;
}

export interface GroupInput {
  readonly name: string;
  readonly source: Partial<GroupSource> & Pick<GroupSource, 'paths'>;
  readonly licence?: string;
}

export interface SplitSizes {
  readonly documents: number;
  readonly bytes: number;
  /** Under the tokenizer last used; null before. */
  readonly tokens: number | null;
}

export interface GroupSummary {
  readonly id: GroupId;
  readonly name: string;
  /** Index into the palette of group colours, stable for the group's life. */
  readonly colour: number;
  readonly source: GroupSource;
  readonly licence: string;
  /** 'scanning' and 'tokenizing' carry progress by news; 'failed' has `problem`. */
  readonly state: 'scanning' | 'ready' | 'tokenizing' | 'failed';
  readonly problem: string | null;
  /** Content hash of the group's documents: other text, other version. */
  readonly version: string | null;
  readonly documents: number;
  readonly bytes: number;
  readonly duplicates: number;
  readonly rejectedFiles: number;
  readonly splits: { readonly train: SplitSizes; readonly val: SplitSizes; readonly test: SplitSizes };
  /** Entropy of the group's byte frequencies, bits per byte: what a model without context would reach. */
  readonly unigramBitsPerByte: number | null;
  /** Tokenizers with shards for this version, with tokens per split. */
  readonly tokenized: readonly {
    readonly tokenizer: string;
    readonly train: number;
    readonly val: number;
    readonly test: number;
  }[];
}

export interface RejectedFile {
  readonly file: string;
  readonly reason: string;
}

export interface DocumentPreview {
  readonly index: number;
  readonly split: 'train' | 'val' | 'test';
  readonly bytes: number;
  /** The first characters, cut at a character boundary. */
  readonly text: string;
  readonly isCut: boolean;
}

// ---------------------------------------------------------------- experiments

export interface ExperimentSummary {
  readonly id: ExperimentId;
  readonly name: string;
  readonly createdAt: string;
  readonly runs: number;
  readonly finished: number;
  readonly failed: number;
}

/** Something wrong with an experiment, with the field that a form can mark. */
export interface Problem {
  readonly field: string;
  readonly message: string;
  readonly remedy: string;
  readonly severity: 'error' | 'warning';
}

export interface MethodEstimate {
  readonly method: string;
  readonly label: string;
  readonly cost: Cost;
  /** For all seeds, seconds. */
  readonly seconds: { readonly low: number; readonly high: number };
}

export interface Estimate {
  readonly methods: readonly MethodEstimate[];
  readonly runs: number;
  readonly steps: number;
  readonly tokens: number;
  readonly flops: number;
  readonly checkpointBytes: number;
  readonly peakBytes: number;
  readonly seconds: { readonly low: number; readonly high: number };
  readonly backend: BackendId;
  readonly parameters: number;
  /** Epochs over each group that equal shares would make. */
  readonly epochs: readonly { readonly group: string; readonly atEqualShares: number }[];
}

// ---------------------------------------------------------------- runs

export type RunState = 'queued' | 'running' | 'paused' | 'stopped' | 'finished' | 'diverged' | 'failed' | 'lost';

export interface RunSummary {
  readonly id: RunId;
  readonly experiment: ExperimentId;
  readonly experimentName: string;
  /** Method id; with what runs before it: 'aioli+doremi'. */
  readonly method: string;
  readonly label: string;
  readonly choice: MethodChoice;
  readonly seed: number;
  readonly state: RunState;
  readonly step: number;
  readonly steps: number;
  readonly learningSteps: number;
  /** Last validation mean, nats per token. */
  readonly loss: number | null;
  readonly secondsLeft: number | null;
  readonly tokensPerSecond: number | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Why it ended, when not by finishing: reason and remedy in words. */
  readonly problem: string | null;
  readonly backend: BackendId | null;
  /** Times it was taken up again after a pause, a kill or a restart. */
  readonly resumes: number;
}

/** What charts of one run read. Arrays grow at the end only. */
export interface RunSeries {
  readonly run: RunId;
  readonly groups: readonly string[];
  readonly train: readonly {
    readonly step: number;
    readonly loss: number;
    readonly groupLosses: readonly (number | null)[];
  }[];
  readonly validation: readonly { readonly step: number; readonly losses: readonly number[] }[];
  readonly proportions: readonly {
    readonly step: number;
    readonly asked: readonly number[];
    /** Share really drawn since the previous entry. */
    readonly drawn: readonly number[];
  }[];
}

export interface RunNote {
  readonly name: string;
  readonly round: number;
  readonly step: number;
  readonly value: NoteValue;
}

export interface QueueState {
  readonly isPaused: boolean;
  readonly slots: number;
  readonly running: readonly RunId[];
  readonly queued: readonly RunId[];
  readonly secondsLeft: number | null;
}

/** Estimated mixing law of one run over its rounds. */
export interface LawSeries {
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

// ---------------------------------------------------------------- measured and fitted laws

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
  readonly computedSteps: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
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

export type TableFormat = 'text' | 'md' | 'csv' | 'tex' | 'json';

// ---------------------------------------------------------------- reports

export type DocumentFormatId = 'html' | 'md' | 'tex' | 'csv' | 'json';

/** What a person decides of a report; kept with its experiment. */
export interface ReportDesign {
  readonly title: string;
  readonly author: string;
  /** Markdown. */
  readonly notes: string;
  readonly paper: 'a4' | 'letter';
  /** Every section in order, also those that are left out. */
  readonly sections: readonly { readonly id: string; readonly isOn: boolean }[];
  /** Method that differences are taken to; as on Compare when absent. */
  readonly baseline?: string;
}

export interface ReportState {
  readonly experiment: ExperimentId;
  readonly design: ReportDesign;
  /** In the design's order, in words. */
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly help: string;
    readonly isOn: boolean;
    /** Nothing in this experiment belongs here. */
    readonly isEmpty: boolean;
  }[];
  /** When its numbers were taken, ISO. */
  readonly frozenAt: string;
  /** What has changed in the workspace since, as sentences; empty when the numbers are those of now. */
  readonly changes: readonly string[];
}

// ---------------------------------------------------------------- machine

export interface DoctorReport {
  readonly version: string;
  readonly node: string;
  readonly electron: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskFreeBytes: number;
  readonly workspace: string;
  readonly sqlite: string;
  readonly backends: readonly BackendState[];
  /** What set-up recorded, in words; remedies for what is missing. */
  readonly findings: readonly {
    readonly part: string;
    readonly ok: boolean;
    readonly detail: string;
    readonly remedy: string;
  }[];
}

export interface WorkspaceFacts {
  readonly folder: string;
  readonly name: string;
  readonly groups: number;
  readonly experiments: number;
  readonly runs: number;
  readonly version: string;
}

export interface EngineApi {
  workspace(): Promise<WorkspaceFacts>;
  doctor(): Promise<DoctorReport>;

  listGroups(): Promise<readonly GroupSummary[]>;
  /** Reads, deduplicates and splits the text; resolves when done. Progress comes as `taskMoved`. */
  addGroup(group: GroupInput): Promise<GroupSummary>;
  /** One group per folder or file dropped. */
  addGroupsFrom(paths: readonly string[]): Promise<readonly GroupSummary[]>;
  renameGroup(id: GroupId, name: string): Promise<GroupSummary>;
  recolourGroup(id: GroupId, colour: number): Promise<GroupSummary>;
  removeGroup(id: GroupId): Promise<void>;
  /** Reads the sources again; a changed text makes a new version. */
  refreshGroup(id: GroupId): Promise<GroupSummary>;
  /** Points a group at the place that its source has moved to, and reads it there. */
  relocateGroup(id: GroupId, paths: readonly string[]): Promise<GroupSummary>;
  rejectedFiles(id: GroupId): Promise<readonly RejectedFile[]>;
  previewDocuments(
    id: GroupId,
    from: number,
    limit: number,
  ): Promise<{ readonly total: number; readonly documents: readonly DocumentPreview[] }>;
  /** Builds the sample workspace's groups of real text; those already there are kept. */
  buildSample(names?: readonly string[]): Promise<readonly GroupSummary[]>;
  tokenize(tokenizer: string, ids?: readonly GroupId[]): Promise<readonly GroupSummary[]>;

  listExperiments(): Promise<readonly ExperimentSummary[]>;
  experiment(id: ExperimentId): Promise<Experiment>;
  /** All findings, without starting anything. */
  checkExperiment(experiment: unknown): Promise<readonly Problem[]>;
  estimate(experiment: ExperimentInput): Promise<Estimate>;
  /** Stores the experiment (same content, same id) and queues the runs it lacks. */
  startExperiment(experiment: ExperimentInput): Promise<ExperimentSummary>;
  removeExperiment(id: ExperimentId): Promise<void>;

  listRuns(experiment?: ExperimentId): Promise<readonly RunSummary[]>;
  run(id: RunId): Promise<RunSummary>;
  /** Points after `afterStep`; 0 for all. */
  runSeries(id: RunId, afterStep: number): Promise<RunSeries>;
  runNotes(id: RunId): Promise<readonly RunNote[]>;
  pauseRun(id: RunId): Promise<void>;
  resumeRun(id: RunId): Promise<void>;
  stopRun(id: RunId): Promise<void>;
  /** Queues a run again that was stopped, lost, failed or diverged. */
  retryRun(id: RunId): Promise<void>;
  queue(): Promise<QueueState>;
  pauseQueue(): Promise<void>;
  resumeQueue(): Promise<void>;
  /** How many trainers may work at a time: runs, or the trials of one run. 1 to 64. */
  setSlots(slots: number): Promise<QueueState>;

  comparison(experiment: ExperimentId, baseline?: string): Promise<Comparison>;
  comparisonTable(
    experiment: ExperimentId,
    format: TableFormat,
    options?: { baseline?: string; metric?: string },
  ): Promise<string>;
  trajectory(run: RunId): Promise<Trajectory>;
  /** One series per run that estimated a law. */
  laws(experiment: ExperimentId): Promise<readonly LawSeries[]>;
  law(run: RunId): Promise<LawSeries>;

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

  /** The report of an experiment as it was left; its numbers are frozen when it is first asked for. */
  report(experiment: ExperimentId): Promise<ReportState>;
  saveReport(experiment: ExperimentId, design: ReportDesign): Promise<ReportState>;
  /** Takes the report's numbers anew. */
  freezeReport(experiment: ExperimentId): Promise<ReportState>;
  /**
   * The report as text.
   *
   * @param options.design    replaces what is kept, for this once
   * @param options.takesAnew the numbers of now instead of the frozen ones
   */
  reportDocument(experiment: ExperimentId, format: DocumentFormatId, options?: ReportOptions): Promise<string>;
  /** Writes the report in the format that the file's extension names, PDF among them; a whole file or none. */
  writeReport(
    experiment: ExperimentId,
    file: string,
    options?: ReportOptions,
  ): Promise<{ readonly file: string; readonly bytes: number }>;

  /** Writes a finished run's model as a Hugging Face folder. */
  exportModel(run: RunId, folder: string): Promise<void>;
  /** Per-group test losses of a Hugging Face folder on this workspace's groups. */
  evaluateModel(
    folder: string,
    tokenizer: string,
    groups?: readonly string[],
    /** Largest number of sequences per group; that of an experiment's run, in its groups' order, gives the run's losses. */
    sequences?: number,
  ): Promise<{ readonly groups: readonly string[]; readonly losses: readonly number[] }>;
  verify(folder: string, backend: BackendId | 'auto'): Promise<VerifyReport>;
  /** Tokens per second of a preset on a backend, from `steps` measured steps. */
  bench(preset: string, backend: BackendId | 'auto', steps: number): Promise<BenchResult>;
}

export interface ReportOptions {
  readonly design?: Partial<ReportDesign>;
  readonly takesAnew?: true;
}

export interface BenchResult {
  readonly preset: string;
  readonly backend: BackendId;
  readonly batch: number;
  readonly context: number;
  readonly parameters: number;
  readonly tokensPerSecond: number;
  /** Median seconds per step. */
  readonly secondsPerStep: number;
}

/** What happened; news never steers. */
export interface EngineNews {
  groupsChanged: null;
  experimentsChanged: null;
  /** A run took steps: numbers for rows; charts fetch the series. */
  runMoved: RunSummary;
  /** `isFault`: it failed by a fault of the program, not by something that a person can mend. */
  runEnded: { readonly run: RunId; readonly state: RunState; readonly isFault?: boolean };
  queueMoved: QueueState;
  /** A measurement began, had another child done, or rests. */
  measurementMoved: LawMeasurement;
  /** A long task: reading text, tokenising, downloading sample packages. `done` of `total`, total 0 when unknown. */
  taskMoved: {
    readonly task: string;
    readonly label: string;
    readonly done: number;
    readonly total: number;
    readonly isFinished: boolean;
  };
  logged: { readonly level: 'info' | 'warn' | 'error'; readonly message: string; readonly run: RunId | null };
}

// ---------------------------------------------------------------- the shell (Electron's main process)

/** What only the main process can do for the window. */
export interface ShellApi {
  about(): Promise<{ readonly version: string; readonly versions: Readonly<Record<string, string>> }>;
  chooseFiles(): Promise<readonly string[]>;
  chooseFolders(): Promise<readonly string[]>;
  /** Where to save; null when the person changed their mind. */
  chooseSave(suggested: string, extension: string): Promise<string | null>;
  writeText(file: string, text: string): Promise<void>;
  readText(file: string): Promise<string>;
  copyText(text: string): Promise<void>;
  revealFolder(folder: string): Promise<void>;
  /** Keeps a report's HTML for as long as the window lasts. @returns an address that a frame of the window may show */
  previewDocument(html: string): Promise<string>;
  recentWorkspaces(): Promise<readonly { readonly folder: string; readonly exists: boolean }[]>;
  /** Opens another workspace in this window: the engine is started anew. */
  openWorkspace(folder: string): Promise<void>;
  theme(): Promise<ThemeChoice>;
  setTheme(theme: ThemeChoice): Promise<void>;
  /** Whether the engine is up, and why not when it is not. */
  engineState(): Promise<EngineState>;
}
export type ThemeChoice = 'system' | 'light' | 'dark';
export type EngineState =
  | { readonly state: 'starting' | 'ready' }
  | { readonly state: 'refused'; readonly message: string; readonly remedy: string }
  | { readonly state: 'lost'; readonly message: string };

export interface ShellNews {
  engineChanged: EngineState;
  themeChanged: 'light' | 'dark';
  /** A menu entry was chosen: the id of a command of the palette. */
  commandChosen: string;
}
