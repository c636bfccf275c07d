/**
 * A report's content, frozen: everything that its documents say, and nothing that must be looked up. Plain data, so that
 * it is stored, sent and written as JSON as it is.
 */
import type { Comparison } from '#mixing/comparison';
import type { LawOrigin } from '#mixing/laws/law-origin';
import type { Cost, KnobValue, Losses, Matrix, Proportions } from '#mixing/method';

export interface ReportRecord {
  readonly format: 1;
  readonly title: string;
  readonly author: string;
  /** When the numbers were taken, ISO. */
  readonly createdAt: string;
  /** Markdown. */
  readonly notes: string;
  readonly experiment: {
    readonly id: string;
    readonly name: string;
    readonly notes: string;
    readonly createdAt: string;
  };
  /** The experiment file, every default filled in. */
  readonly file: Readonly<Record<string, unknown>>;
  readonly groups: readonly RecordedGroup[];
  readonly tokenizer: string;
  readonly model: readonly Fact[];
  readonly training: readonly Fact[];
  /** Steps of a run. */
  readonly steps: number;
  readonly seeds: readonly number[];
  readonly methods: readonly RecordedMethod[];
  readonly comparison: Comparison;
  /** Method by method, seed by seed; all of them, whatever became of them. */
  readonly runs: readonly RecordedRun[];
  readonly software: readonly Fact[];
  readonly machine: readonly Fact[];
  /** The one command that repeats the experiment from its file. */
  readonly command: string;
}

/** A name and what it is, in words. */
export type Fact = readonly [name: string, value: string];

/** A group as it was when the runs were made. */
export interface RecordedGroup {
  readonly name: string;
  /** Place in the palette. */
  readonly colour: number;
  /** Content hash of the text that the runs read. */
  readonly version: string;
  readonly licence: string;
  readonly documents: number;
  readonly bytes: number;
  readonly duplicates: number;
  /** Tokens under the report's tokenizer. */
  readonly tokens: { readonly train: number; readonly val: number; readonly test: number };
}

export interface RecordedMethod {
  /** With what runs before it: 'aioli+doremi'. */
  readonly id: string;
  readonly label: string;
  readonly paper: string;
  readonly summary: string;
  /** Every knob with its value; those of what runs before carry its title in front. */
  readonly knobs: readonly { readonly name: string; readonly value: KnobValue; readonly isDefault: boolean }[];
}

export interface RecordedRun {
  readonly id: string;
  /** Index into the report's methods. */
  readonly method: number;
  readonly seed: number;
  readonly state: string;
  /** Why it is not finished, in words. */
  readonly problem: string | null;
  readonly step: number;
  readonly steps: number;
  /** Steps that the method asks for. */
  readonly asked: Cost;
  /** Steps besides the final run, shared trials included. */
  readonly learningSteps: number;
  /** Steps that this run computed itself. */
  readonly computedSteps: number;
  readonly seconds: number;
  readonly backend: string | null;
  readonly resumes: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Nats per token on the test set; null unless finished. */
  readonly testLosses: Losses | null;
  /** Proportions asked for from this step on. */
  readonly trajectory: readonly { readonly step: number; readonly proportions: Proportions }[];
  readonly validation: readonly { readonly step: number; readonly losses: Losses }[];
  /** Loss of the batch, thinned so that every spike stays. */
  readonly train: readonly { readonly step: number; readonly loss: number }[];
  /** The law that the method estimated, round by round; empty when it estimates none. */
  readonly law: readonly { readonly round: number; readonly step: number; readonly matrix: Matrix }[];
  /** Where the law comes from; absent without one, and in reports from before it was kept. */
  readonly lawOrigin?: LawOrigin;
  /** Folder of the trained model inside the workspace. */
  readonly model: string | null;
}

/** Anchor of a run in the appendix. */
export function anchorOfRun(id: string): string {
  return `run-${id}`;
}

/** Anchor of all runs of a method in the appendix. */
export function anchorOfMethod(index: number): string {
  return `runs-${index}`;
}
