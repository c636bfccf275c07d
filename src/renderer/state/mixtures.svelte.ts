/** What mixture editors are told of text, budget and earlier runs, and files of mixtures. */
import type { RunMixture } from '#contract/api';
import type { KnownMixture, MixtureSetting } from '../parts/proportions/setting.ts';
import type { Experiment } from '#contract/experiment';
import { lookOfGroups } from './group-looks.ts';
import type { Groups } from './groups.svelte.ts';
import type { Engine, Shell } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Notices } from './notices.svelte.ts';

interface Surroundings {
  readonly engine: Engine;
  readonly shell: Shell;
  readonly groups: Groups;
  readonly notices: Notices;
}

export class Mixtures {
  /** Of finished runs. */
  readonly ofRuns: Loaded<readonly RunMixture[]>;
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.ofRuns = new Loaded<readonly RunMixture[]>(() => surroundings.engine.call.runMixtures(), []);
    surroundings.engine.on('experimentsChanged', () => {
      if (this.ofRuns.isLoaded) void this.ofRuns.load();
    });
  }

  /** The setting of an editor in an experiment's form. */
  settingOf({ tokenizer, training: { steps, batch, context } }: Experiment): MixtureSetting {
    const budget = steps * batch * context;
    return this.settingFor(tokenizer, Number.isFinite(budget) && budget > 0 ? budget : null);
  }
  /**
   * The setting of an editor.
   *
   * @param tokenizer    whose tokens are counted
   * @param budgetTokens of the whole training; null when not known
   */
  settingFor(tokenizer: string, budgetTokens: number | null): MixtureSetting {
    const { groups, notices, shell } = this.#surroundings;
    const lookOf = lookOfGroups(groups.all);
    return {
      budgetTokens,
      known: this.ofRuns.value.flatMap(knownFrom),
      lookOf,
      sizeOf: (name) => trainingTokens(groups, name, tokenizer),
      copy: (text) => void notices.attempt(() => shell.call.copyText(text)),
      readFile: async (names) => {
        let weights: readonly number[] | null = null;
        await notices.attempt(async () => (weights = await this.#read(names)));
        return weights;
      },
      writeFile: async (names, weights) => {
        await notices.attempt(() => this.#write(names, weights));
      },
    };
  }

  async #read(names: readonly string[]): Promise<readonly number[] | null> {
    const { engine, notices, shell } = this.#surroundings;
    const [file] = await shell.call.chooseFiles();
    if (file === undefined) return null;
    const { mixtures } = await engine.call.readMixtureFile(file, names);
    const first = mixtures.find(({ proportions }) => proportions !== null);
    const notes = [
      ...(first?.notes ?? mixtures[0]?.notes ?? []),
      ...(mixtures.length > 1 ? [`The first of ${String(mixtures.length)} mixtures was taken.`] : []),
    ];
    if (notes.length > 0) notices.tell(notes.join(' '));
    return first?.proportions ?? null;
  }
  async #write(names: readonly string[], weights: readonly number[]): Promise<void> {
    const { engine, notices, shell } = this.#surroundings;
    const file = await shell.call.chooseSave('mixture.json', 'json');
    if (file === null) return;
    const sum = weights.reduce((a, b) => a + b, 0);
    const proportions = weights.map((weight) => weight / sum);
    await engine.call.writeMixtureFile(file, { groups: names, proportions });
    notices.tell(`Wrote ${file}.`);
  }
}

/** Training tokens of a group; counted in bytes for the byte tokenizer while it has not been tokenized; null when unknown. */
function trainingTokens(groups: Groups, name: string, tokenizer: string): number | null {
  const group = groups.byName(name);
  if (!group) return null;
  const counted = group.tokenized.find((shards) => shards.tokenizer === tokenizer);
  if (counted) return counted.train;
  return tokenizer === 'byte' && group.splits.train.bytes > 0 ? group.splits.train.bytes : null;
}

/** The average over the training, and its end where that differs by more than half a percent in some group. */
function knownFrom(mixture: RunMixture): readonly KnownMixture[] {
  const { experiment, experimentName, method, label, seeds, groups, asked, drawn, last } = mixture;
  const over = seeds === 1 ? 'one seed' : `mean of ${String(seeds)} seeds`;
  const byName = (values: readonly number[]) => Object.fromEntries(groups.map((name, j) => [name, values[j]!]));
  const base = { section: experimentName, shares: byName(asked), drawn: byName(drawn) };
  const hasMoved = asked.some((share, j) => Math.abs(share - last[j]!) > 0.005);
  const average: KnownMixture = {
    ...base,
    id: `${experiment} ${method} average`,
    title: `${label}, ${hasMoved ? 'over the training, ' : ''}${over}`,
  };
  if (!hasMoved) return [average];
  const end = { ...base, id: `${experiment} ${method} end`, shares: byName(last), drawn: null };
  return [average, { ...end, title: `${label}, at the end, ${over}` }];
}
