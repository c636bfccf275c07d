/** Everything a run depends on, and the id that follows from it: same content, same run, whoever asks. */
import { createHash } from 'node:crypto';
import type { RunId } from '#contract/api';
import type { Experiment } from '#contract/experiment';
import type { BackendId, ModelShape, TrainingSetting } from '#contract/trainer';
import type { ResolvedChoice } from '#mixing/knobs';
import type { MethodChoice, Sharing } from '#mixing/method';

export interface SpecGroup {
  /** For people; two runs that differ only in names are the same run. */
  readonly name: string;
  /** Content hash of the text. */
  readonly version: string;
  /** Names the folder in `shards/`. */
  readonly shards: string;
}

export interface RunSpec {
  readonly format: 1;
  readonly groups: readonly SpecGroup[];
  readonly tokenizer: string;
  readonly shape: ModelShape;
  readonly training: TrainingSetting;
  readonly steps: number;
  readonly evaluation: Experiment['evaluation'];
  /** With every knob resolved. */
  readonly choice: MethodChoice;
  readonly seed: number;
  /** Steps that may be spent on learning; only where a method would learn, so that other runs are shared. */
  readonly learningBudget?: number;
  /** What is learned together with other runs; only where a method learns. */
  readonly sharing?: Sharing;
  /** Never 'auto': numbers differ in the last digits between backends. */
  readonly backend: BackendId;
  /** Of the native library, whose last digits depend on it; absent: as many as the machine has cores. */
  readonly threads?: number;
}

export function runIdOf(spec: RunSpec): RunId {
  return contentHash({ ...spec, groups: spec.groups.map(({ version, shards }) => ({ version, shards })) });
}

/** Identifies a short run from scratch, so that whoever asks for the same one shares it. */
export function trialKeyOf(
  spec: RunSpec,
  trial: { readonly proportions: readonly number[]; readonly steps: number; readonly seed: number },
): string {
  return contentHash({
    groups: spec.groups.map(({ version, shards }) => ({ version, shards })),
    shape: spec.shape,
    training: spec.training,
    sequences: spec.evaluation.sequences,
    backend: spec.backend,
    threads: spec.threads,
    trial,
  });
}

/** A choice with its knobs written down, so that a later change of a default is another run. */
export function spelledOut({ method, knobs, after }: ResolvedChoice): MethodChoice {
  const known = Object.entries(knobs).filter(([name, value]) => {
    const knob = method.knobs[name];
    return knob?.isLater !== true || value !== knob.default; // runs from before there was such a knob stay the same
  });
  return { id: method.id, knobs: Object.fromEntries(known), ...(after ? { after: spelledOut(after) } : {}) };
}

/** First 16 hex digits of the SHA-256 of a value's canonical JSON. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);
}

/** JSON with sorted keys, so that equal values have equal text. Undefined members count as absent. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
