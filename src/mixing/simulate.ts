/** Plays a method in a world with a known law: `aioli simulate`. The same conversation as a real run, no training. */
import { z } from 'zod';
import { Refusal } from '#base/refusal';
import { wordIssue } from '#base/schema-wording';
import { costOf, requireFit, subjectRun, type RunSetting } from './compose.ts';
import { conduct, type Entry } from './conduct.ts';
import { resolveChoice, type ResolvedChoice } from './knobs.ts';
import type { Cost, Losses, MethodChoice, NoteValue, Proportions } from './method.ts';
import { worldOf, type Law } from './testing/world.ts';

/** A checked simulate file. */
export interface SimulationPlan {
  readonly groups: readonly string[];
  /** Training tokens per group, for methods that look at them. */
  readonly tokens: readonly number[];
  readonly world: Law;
  readonly realised: boolean;
  readonly method: MethodChoice;
  readonly steps: number;
  readonly seed: number;
  readonly batch: number;
}

export interface Simulation {
  /** The method's proportions from each step on; short measuring segments are not in it. */
  readonly trajectory: readonly { readonly step: number; readonly proportions: Proportions }[];
  readonly notes: readonly { readonly round: number; readonly name: string; readonly value: NoteValue }[];
  /** True losses of the subject at the end, without the noise of validation. */
  readonly finalLosses: Losses;
  /** What an offline method found. */
  readonly learned?: { readonly proportions: Proportions };
  readonly cost: Cost;
}

const numbers = z.array(z.number());
const matrix = z.array(numbers);
const noise = z.number().min(0).optional();
const world = z.discriminatedUnion('law', [
  z.strictObject({ law: z.literal('linear-dynamic'), A: matrix, start: numbers, noise }),
  z.strictObject({ law: z.literal('log-linear-static'), A: matrix, b: numbers, c: numbers, start: numbers, noise }),
]);
const knobValue = z.union([z.number(), z.string(), z.boolean(), numbers, matrix, z.null()]);
const choice = z.strictObject({
  id: z.string(),
  preset: z.string().optional(),
  knobs: z.record(z.string(), knobValue).optional(),
  get after() {
    return choice.optional();
  },
});
const file = z.strictObject({
  groups: z.array(z.string()).min(1),
  tokens: z.array(z.number().min(0)).optional(),
  world,
  realised: z.boolean().default(false),
  method: choice,
  steps: z.int().min(1),
  seed: z.int().min(0).default(0),
  batch: z.int().min(1).default(8),
});

/**
 * Checks what a simulate file holds.
 *
 * @param content parsed JSON
 * @param name    the file's name, for refusals
 * @throws Refusal `file_malformed` or `world_invalid`, or what is wrong with the method, with file and field
 */
export function parseSimulation(content: unknown, name?: string): SimulationPlan {
  const place = name === undefined ? {} : { file: name };
  const parsed = file.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.join('.');
    throw new Refusal(
      issue.path[0] === 'world' ? 'world_invalid' : 'file_malformed',
      `${field === '' ? 'The simulation' : `"${field}"`} ${wordIssue(issue)}.`,
      {
        ...place,
        field,
        remedy: 'A simulation has groups, world, method, steps and seed; see docs/methods.',
      },
    );
  }
  const plan = parsed.data;
  const m = plan.groups.length;
  requireLength(plan.tokens ?? plan.groups, m, 'tokens', place);
  for (const [field, part] of Object.entries(plan.world)) if (Array.isArray(part)) requireShape(field, part, m, place);
  const checked = {
    ...plan,
    tokens: plan.tokens ?? plan.groups.map(() => 1),
    method: plan.method as MethodChoice,
  } as SimulationPlan;
  try {
    fitted(checked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, error.message, { ...place, ...error.details }, { cause: error });
  }
  return checked;
}

/** The method with every knob, and its setting. @throws Refusal when the method, its knobs or the steps do not fit */
function fitted(plan: SimulationPlan): { resolved: ResolvedChoice; setting: RunSetting } {
  const setting: RunSetting = {
    groups: plan.groups.map((name, j) => ({ name, tokens: plan.tokens[j]! })),
    steps: plan.steps,
    batch: plan.batch,
    seed: plan.seed,
  };
  const resolved = resolveChoice(plan.method, 'method', plan.groups.length);
  requireFit(resolved, setting);
  return { resolved, setting };
}

function requireShape(
  field: string,
  part: readonly (number | readonly number[])[],
  m: number,
  place: { file?: string },
) {
  requireLength(part, m, `world.${field}`, place);
  part.forEach((row, i) => {
    if (typeof row !== 'number') requireLength(row, m, `world.${field}.${i}`, place);
  });
}

function requireLength(part: readonly unknown[], m: number, field: string, place: { file?: string }): void {
  if (part.length === m) return;
  throw new Refusal('world_invalid', `${field} has ${part.length} entries for ${m} groups.`, {
    ...place,
    field,
    remedy: `Give ${m}, one per group, in group order.`,
  });
}

/** @throws Refusal when the method, its knobs or the steps do not fit */
export async function simulate(plan: SimulationPlan): Promise<Simulation> {
  const { resolved, setting } = fitted(plan);
  const place = worldOf(plan.world, plan);
  const entries: Entry[] = [];
  const { model } = await conduct(subjectRun(resolved, setting), {
    transcript: [],
    answer: (ask) => place.answer(ask),
    record: (entry) => void entries.push(entry),
  });
  const notes = entries.flatMap(({ ask }) =>
    ask.ask === 'note' ? [{ round: ask.round, name: ask.name, value: ask.value }] : [],
  );
  const learned = notes.findLast((entry) => entry.name === 'learned');
  return {
    trajectory: trajectoryOf(entries, model),
    notes,
    finalLosses: place.lossesOf(model),
    ...(learned && { learned: { proportions: learned.value as Proportions } }),
    cost: costOf(resolved, setting),
  };
}

/** Proportions that a model was trained at, from which step on; measuring segments count their steps only. */
export function trajectoryOf(entries: readonly Entry[], model: number): Simulation['trajectory'] {
  const points: { step: number; proportions: Proportions }[] = [];
  let step = 0;
  for (const { ask } of entries) {
    if (ask.ask !== 'train' || ask.model !== model) continue;
    if (ask.isMeasuring !== true) points.push({ step, proportions: ask.proportions });
    step += ask.steps;
  }
  return points;
}
