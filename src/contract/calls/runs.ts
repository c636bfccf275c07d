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

export interface RunCalls {
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
  trajectory(run: RunId): Promise<Trajectory>;
}

export interface RunNews {
  /** A run took steps: numbers for rows; charts fetch the series. */
  runMoved: RunSummary;
  /** `isFault`: it failed by a fault of the program, not by something that a person can mend. */
  runEnded: { readonly run: RunId; readonly state: RunState; readonly isFault?: boolean };
  queueMoved: QueueState;
}
