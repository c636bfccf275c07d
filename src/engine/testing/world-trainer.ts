/**
 * A trainer that follows a known law instead of training, for tests and pictures that need many finished runs. The
 * engine conducts methods, shares trials, writes checkpoints and stores numbers as with the real one.
 *
 * Training one step at p advances group i by sum_j A_ij p_j "useful steps" e_i; its loss is
 * c_i + (start - c_i) (1 + e_i / pace)^(-1/2) nats per token, plus validation noise that belongs to the model's state.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { times } from '#base/linear-algebra';
import { randomFor } from '#base/random';
import { exactCarry } from '#base/rounding';
import type { TrainerApi, TrainerSetting } from '#contract/trainer';
import type { Proportions } from '#mixing/method';
import type { LaunchTrainer } from '../trainer-process.ts';

const start = 5.55;
const pace = 12;
const noise = 0.006;
const learningRate = 1e-3;

interface WorldModel {
  readonly seed: number;
  steps: number;
  /** Useful steps per group. */
  readonly useful: number[];
  carry: readonly number[];
}

/** Law of a set of groups: each helps itself most, neighbours a little, some pairs hurt each other. */
function lawOf(groups: readonly string[]) {
  const random = randomFor(7, groups.join('|'));
  return {
    A: groups.map((_, i) => groups.map((_, j) => (i === j ? 1.1 : -0.05 + 0.4 * random.next()))),
    floor: groups.map(() => 1.4 + 1.2 * random.next()),
  };
}

export const launchWorldTrainer: LaunchTrainer = () => {
  const models = new Map<number, WorldModel>();
  let setting: TrainerSetting | undefined;
  let law: ReturnType<typeof lawOf> = { A: [], floor: [] };

  const model = (number: number): WorldModel => models.get(number)!;
  const lossesOf = ({ useful }: WorldModel): number[] =>
    useful.map((e, i) => law.floor[i]! + (start - law.floor[i]!) / Math.sqrt(1 + Math.max(0, e) / pace));
  const seen = (one: WorldModel, salt: string): number[] => {
    const random = randomFor(one.seed, `${salt} ${one.steps} ${one.useful.join(' ')}`);
    return lossesOf(one).map((loss) => loss + noise * random.normal());
  };
  const draw = (one: WorldModel, p: Proportions): readonly number[] => {
    const next = exactCarry(setting!.training.batch, p, one.carry);
    one.carry = next.carry;
    return next.counts;
  };

  const call: TrainerApi = {
    open: (given) => {
      setting = given;
      law = lawOf(given.groups.map(({ name }) => name));
      const facts = { backend: 'cpu', device: 'a world of known law', passedOver: [], parameters: 1000 } as const;
      return Promise.resolve(facts);
    },
    create: ({ model: number, seed }) => {
      const zero = setting!.groups.map(() => 0);
      models.set(number, { seed, steps: 0, useful: [...zero], carry: zero });
      return Promise.resolve({ parameters: 1000 });
    },
    train: ({ model: number, proportions, steps, lossWeights, continues }) => {
      const one = model(number);
      if (!continues) one.carry = proportions.map(() => 0);
      return Promise.resolve({
        steps: Array.from({ length: steps }, () => {
          const counts = draw(one, proportions);
          const groupLosses = seen(one, 'train');
          const shares = lossWeights ?? counts.map((n) => n / setting!.training.batch);
          times(law.A, shares).forEach((gain, i) => (one.useful[i]! += gain));
          one.steps++;
          return {
            step: one.steps,
            loss: counts.reduce((sum, n, i) => sum + n * groupLosses[i]!, 0) / setting!.training.batch,
            gradientNorm: 1 / Math.sqrt(one.steps),
            learningRate,
            counts,
            groupLosses: groupLosses.map((loss, i) => (counts[i]! > 0 ? loss : null)),
          };
        }),
      });
    },
    evaluate: ({ model: number, split, subset }) => {
      const losses = seen(model(number), `${split} ${subset ?? ''}`);
      return Promise.resolve({ losses, sequences: losses.map(() => setting!.evaluationSequences) });
    },
    probe: ({ model: number, proportions, reference, tokenExcess, gradients }) => {
      const one = model(number);
      const losses = lossesOf(one);
      const referenceLosses = reference === undefined ? undefined : lossesOf(model(reference));
      const falls = law.A.map((row, i) =>
        row.map((a) => (a * (losses[i]! - law.floor[i]!)) / (2 * (pace + one.steps))),
      );
      const columns = proportions.map((_, j) => falls.reduce((sum, row) => sum + row[j]!, 0) / falls.length);
      return Promise.resolve({
        counts: draw({ ...one }, proportions),
        losses,
        learningRate,
        ...(referenceLosses && { referenceLosses }),
        ...(referenceLosses &&
          tokenExcess && { tokenExcess: losses.map((loss, i) => Math.max(0, loss - referenceLosses[i]!)) }),
        ...(gradients && {
          alignments: columns.map((fall) => fall / learningRate),
          gradientNorms: columns.map(() => 1),
          gradientScales: columns.map(() => 1),
          ...(gradients.perGroup && { alignmentMatrix: falls.map((row) => row.map((fall) => fall / learningRate)) }),
        }),
      });
    },
    slopes: ({ model: number, steps }) => {
      const one = model(number);
      // Derivative of the loss along useful steps, which A says how many a step brings.
      const perUseful = lossesOf(one).map(
        (loss, i) => (loss - law.floor[i]!) / (2 * (pace + Math.max(0, one.useful[i]!))),
      );
      return Promise.resolve({ falls: law.A.map((row, i) => row.map((a) => a * perUseful[i]! * steps)) });
    },
    drop: ({ model: number }) => {
      models.delete(number);
      return Promise.resolve();
    },
    save: ({ file }) => {
      const text = JSON.stringify([...models]);
      writeFileSync(file, text);
      return Promise.resolve({ bytes: text.length });
    },
    load: ({ file }) => {
      models.clear();
      for (const [number, kept] of JSON.parse(readFileSync(file, 'utf8')) as [number, WorldModel][])
        models.set(number, kept);
      return Promise.resolve({ models: [...models].map(([number, { steps }]) => ({ model: number, step: steps })) });
    },
    memory: () => Promise.resolve({ peakBytes: 1e6 }),
    exportModel: ({ folder }) => {
      mkdirSync(folder, { recursive: true }); // a world has no weights
      return Promise.resolve();
    },
    readShape: () => Promise.reject(new Error('a world reads no model')),
    verify: () => Promise.reject(new Error('a world has no model to verify')),
    backends: () => Promise.resolve([{ backend: 'cpu', usable: true, detail: 'a world of known law', remedy: '' }]),
  };
  return { call, pid: undefined, close: () => models.clear() };
};
