/** Calls on designs: the form as it was left, templates, and what a person noted about an experiment. */
import type { Experiment, ExperimentInput } from '../experiment.ts';
import type { ExperimentId } from './experiments.ts';

/** What a design was cloned from, so that the difference can be shown. */
export interface DesignOrigin {
  /** In words: `First comparison`, `Aioli, seed 1, of First comparison`. */
  readonly name: string;
  readonly experiment: Experiment;
}

/** The form as it was left. */
export interface Draft {
  /** An experiment that may be unfinished: a number that is not typed yet is null. */
  readonly form: unknown;
  readonly origin: DesignOrigin | null;
}

export interface Template {
  readonly name: string;
  /** One line on what it is for; empty for a person's own. */
  readonly purpose: string;
  /** Comes with the program, and cannot be removed. */
  readonly isBuiltIn: boolean;
  /** Without groups and name, which belong to a workspace and to one experiment. */
  readonly design: Omit<ExperimentInput, 'groups' | 'name' | 'format'>;
}

export interface DesignCalls {
  /** Null where no form was ever filled in. */
  draft(): Promise<Draft | null>;
  /** Keeps the form. @param title what was changed, in words that can follow "Undo": `Steps 300 → 500` */
  keepDraft(draft: Draft | null, title: string): Promise<void>;

  /** Those that come with the program, then the workspace's own by name. */
  templates(): Promise<readonly Template[]>;
  /** Keeps settings under a name; one of that name is replaced. @throws Refusal `option_invalid` */
  saveTemplate(name: string, design: Template['design']): Promise<void>;
  removeTemplate(name: string): Promise<void>;

  /** What a person noted about an experiment, as Markdown; empty for nothing. */
  experimentNotes(id: ExperimentId): Promise<string>;
  setExperimentNotes(id: ExperimentId, text: string): Promise<void>;
}

export interface DesignNews {
  /** The kept form is another one, e.g. after an undo. */
  draftChanged: Draft | null;
  templatesChanged: null;
  experimentNotesChanged: { readonly experiment: ExperimentId; readonly text: string };
}
