/** Calls on runs and on the queue that they wait in. */
import type { Trajectory } from '#mixing/comparison';
import type { MethodChoice, NoteValue } from '#mixing/method';
import type { BackendId } from '../trainer.ts';
import type { ExperimentId } from './experiments.ts';

export type RunId = string;

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
  /** Passed over by the queue until it is released. */
  readonly isHeld: boolean;
  /** What a run waits for just now beside its turn, in words; null when nothing. */
  readonly waitsFor: string | null;
  /** Where it went on from what another run had trained; absent where it began by itself. */
  readonly sharedStart?: {
    /** What the other run was called: `DoReMi, seed 0`. */
    readonly title: string;
    readonly learningSteps: number;
    /** Steps of the final run. */
    readonly step: number;
  };
}

/** What charts of one run read. Arrays grow at the end only. */
export interface RunSeries {
  readonly run: RunId;
  readonly groups: readonly string[];
  /**
   * In full, or with two points for each of so many equal spans of steps: the least and the largest values in it.
   */
  readonly train: readonly {
    readonly step: number;
    readonly loss: number;
    readonly groupLosses: readonly (number | null)[];
    /** Of each group, over the span that the point belongs to; absent where it is a step of its own. */
    readonly means?: readonly (number | null)[];
  }[];
  readonly validation: readonly { readonly step: number; readonly losses: readonly number[] }[];
  readonly proportions: readonly {
    readonly step: number;
    readonly asked: readonly number[];
    /** Share really drawn since the previous entry. */
    readonly drawn: readonly number[];
  }[];
  /** `train` holds everything after this step, which may lie before the one asked for: spans are not cut. */
  readonly trainFrom: number;
}

/** Validation losses of one run over its steps, nats per token and one per group. */
export interface RunCurve {
  readonly run: RunId;
  readonly method: string;
  readonly label: string;
  readonly seed: number;
  readonly state: RunState;
  readonly steps: number;
  readonly points: readonly { readonly step: number; readonly losses: readonly number[] }[];
}

export interface RunNote {
  readonly name: string;
  readonly round: number;
  readonly step: number;
  readonly value: NoteValue;
}

export interface QueueState {
  /** Starts nothing more. What trains goes on to its end. */
  readonly isPaused: boolean;
  readonly slots: number;
  readonly running: readonly RunId[];
  /** In the order in which they start; held ones keep their place and are passed over. */
  readonly queued: readonly RunId[];
  readonly held: readonly RunId[];
  /** For runs that train or may start, as far as anything is known of their speed. */
  readonly forecast: readonly RunForecast[];
  /** Until everything that is not held is done, as if the queue went on now; null when nothing is known. */
  readonly secondsLeft: number | null;
  /** When this was so, ISO 8601: the seconds count from here. */
  readonly at: string;
}

/** Seconds from the moment of the queue's state. */
export interface RunForecast {
  readonly run: RunId;
  readonly startsIn: number;
  readonly endsIn: number;
}

/** Ends a run whose mean validation loss stays this far above where it began. */
export interface StopRule {
  /** Nats per token above the validation before the first step. */
  readonly above: number;
  /** Validations in a row. */
  readonly evaluations: number;
}

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogLine {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly level: LogLevel;
  readonly message: string;
  /** Chatter of a library, shown with all lines only. */
  readonly isNoise: boolean;
}

export interface LogQuery {
  /** Lines before this one; the newest when left out. */
  readonly before?: number;
  /** At most so many; 200 when left out. */
  readonly limit?: number;
  /** Words that occur in the line, whatever their case. */
  readonly search?: string;
  /** This level and worse. */
  readonly level?: LogLevel;
  readonly withNoise?: boolean;
}

export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  readonly hasOlder: boolean;
}

/** A run as a summary names it. */
export interface NamedRun {
  readonly run: RunId;
  readonly label: string;
  readonly seed: number;
  readonly experimentName: string;
  /** Why, when there is something to say. */
  readonly detail: string | null;
}

/** What happened to the queue while nobody looked. */
export interface QueueSummary {
  readonly since: string;
  readonly until: string;
  readonly finished: readonly NamedRun[];
  readonly diverged: readonly NamedRun[];
  /** Ended by the stop rule; not among `diverged`. */
  readonly stoppedByRule: readonly NamedRun[];
  /** Failed or lost. */
  readonly failed: readonly NamedRun[];
  /** Taken up again after their trainer or the engine went away, with how often and why. */
  readonly retried: readonly (NamedRun & { readonly times: number })[];
  readonly longest: (NamedRun & { readonly seconds: number }) | null;
  /** Took much more or less time than expected when they started. */
  readonly surprises: readonly (NamedRun & { readonly seconds: number; readonly expectedSeconds: number })[];
  readonly waiting: number;
}

/** The computer while a run trained. */
export interface MachineSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly step: number;
  readonly learningSteps: number;
  readonly tokensPerSecond: number | null;
  /** Share of all cores that was busy. */
  readonly cpu: number;
  /** Bytes in use on the computer. */
  readonly memory: number;
  /** Bytes of this workspace's trainers; null where the system does not say. */
  readonly trainerMemory: number | null;
  readonly freeDisk: number;
  /** Share; null without an NVIDIA GPU. */
  readonly gpu: number | null;
  readonly gpuMemory: number | null;
}

export interface RunMachine {
  /** Backend, library, device and threads, in words; null before the run has started. */
  readonly device: string | null;
  readonly cores: number;
  readonly memory: number;
  readonly batch: number;
  readonly context: number;
  /** Seconds of training and evaluating per step that was computed. */
  readonly secondsPerStep: number | null;
  readonly samples: readonly MachineSample[];
  /** What slows it down, the weightiest first, each with what helps. */
  readonly findings: readonly string[];
}

export interface RunCalls {
  listRuns(experiment?: ExperimentId): Promise<readonly RunSummary[]>;
  run(id: RunId): Promise<RunSummary>;
  /**
   * Points after `afterStep`; 0 for all.
   *
   * @param columns spans that the training loss is summed up in when it has many more points; all points when left out
   */
  runSeries(id: RunId, afterStep: number, columns?: number): Promise<RunSeries>;
  /**
   * Training losses from one step to another, as `train` of a series.
   *
   * @param columns spans that they are summed up in when there are many more steps
   */
  runCloseUp(id: RunId, from: number, to: number, columns: number): Promise<RunSeries['train']>;
  runNotes(id: RunId): Promise<readonly RunNote[]>;
  /** Validation curves of every run of an experiment. */
  runCurves(experiment: ExperimentId): Promise<readonly RunCurve[]>;
  /** How the computer did while the run trained, and what slows the run down. */
  runMachine(id: RunId): Promise<RunMachine>;
  /** Lines of one run; null for those of the engine. */
  runLog(id: RunId | null, query?: LogQuery): Promise<LogPage>;
  pauseRun(id: RunId): Promise<void>;
  resumeRun(id: RunId): Promise<void>;
  stopRun(id: RunId): Promise<void>;
  /** Queues a run again that was stopped, lost, failed or diverged. */
  retryRun(id: RunId): Promise<void>;

  queue(): Promise<QueueState>;
  /** Starts nothing more. @param how 'now' also brings what trains to a checkpoint; it goes on first afterwards */
  pauseQueue(how?: 'after-runs' | 'now'): Promise<void>;
  resumeQueue(): Promise<void>;
  /** Puts a waiting run at this place of the queue, counted from 0. */
  moveRun(id: RunId, place: number): Promise<QueueState>;
  holdRuns(ids: readonly RunId[]): Promise<QueueState>;
  releaseRuns(ids: readonly RunId[]): Promise<QueueState>;
  /** Holds every waiting run but these. */
  runOnly(ids: readonly RunId[]): Promise<QueueState>;
  /** Holds exactly these of the waiting runs. */
  setHeldRuns(ids: readonly RunId[]): Promise<QueueState>;
  /** How many trainers may work at a time: runs, or the trials of one run. 1 to 64. */
  setSlots(slots: number): Promise<QueueState>;
  /** What happened since then; since the queue was last looked at when left out. */
  queueSummary(since?: string): Promise<QueueSummary>;
  /** The queue was looked at: the next summary begins here. */
  markLooked(): Promise<void>;
  /** null: runs are ended only by numbers that are not finite. */
  stopRule(): Promise<StopRule | null>;
  setStopRule(rule: StopRule | null): Promise<void>;
  trajectory(run: RunId): Promise<Trajectory>;
}

export interface RunNews {
  /** A run took steps: numbers for rows; charts fetch the series. */
  runMoved: RunSummary;
  /** `isFault`: it failed by a fault of the program, not by something that a person can mend. */
  runEnded: { readonly run: RunId; readonly state: RunState; readonly isFault?: boolean };
  queueMoved: QueueState;
}
