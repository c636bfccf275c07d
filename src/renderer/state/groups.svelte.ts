/** The workspace's groups, as the engine last told. */
import { Refusal } from '#base/refusal';
import type { AddedGroups, AddOptions, GroupId, GroupInput, GroupSummary, SplitGroup } from '#contract/api';
import { groupColour } from '../colours.ts';
import type { Engine } from './engine.ts';
import { Loaded } from './loaded.svelte.ts';

export class Groups {
  readonly list: Loaded<readonly GroupSummary[]>;
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.list = new Loaded(() => engine.call.listGroups(), []);
    engine.on('groupsChanged', () => void this.list.load());
  }

  get all(): readonly GroupSummary[] {
    return this.list.value;
  }
  byName(name: string): GroupSummary | undefined {
    return this.all.find((group) => group.name === name);
  }
  /** Colour token of a group by its name; groups that are gone keep a neutral one. */
  colourOf(name: string): string {
    return groupColour(this.byName(name)?.colour);
  }

  async add(group: GroupInput): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.addGroup(group));
  }
  /** One group per folder or file, or per what lies inside. @throws Refusal that tells of those that failed; the others are in */
  async addFrom(paths: readonly string[], options?: AddOptions): Promise<AddedGroups> {
    const result = await this.#thenLoad(this.#engine.call.addGroupsFrom(paths, options));
    const [first] = result.failed;
    if (first)
      throw new Refusal('no_readable_file', result.failed.map(({ message }) => message).join(' '), {
        file: first.path,
        remedy: first.remedy,
      });
    return result;
  }
  async rename(id: GroupId, name: string): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.renameGroup(id, name));
  }
  async recolour(id: GroupId, colour: number): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.recolourGroup(id, colour));
  }
  async remove(id: GroupId): Promise<void> {
    await this.#thenLoad(this.#engine.call.removeGroup(id));
  }
  async refresh(id: GroupId): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.refreshGroup(id));
  }
  async enable(ids: readonly GroupId[], isEnabled: boolean): Promise<readonly GroupSummary[]> {
    return this.#thenLoad(this.#engine.call.enableGroups(ids, isEnabled));
  }
  async duplicate(id: GroupId): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.duplicateGroup(id));
  }
  /** Makes one group of several; those stay, switched off. */
  async merge(ids: readonly GroupId[], name: string): Promise<GroupSummary> {
    return this.#thenLoad(this.#engine.call.mergeGroups(ids, name));
  }
  /** Makes a group of each value of a field; the group that is split stays, switched off. */
  async split(id: GroupId, field: string, values: readonly string[]): Promise<SplitGroup> {
    return this.#thenLoad(this.#engine.call.splitGroup(id, field, { values }));
  }
  /** Counts tokens now, rather than when an experiment first needs them. */
  async tokenize(tokenizer: string, ids: readonly GroupId[]): Promise<readonly GroupSummary[]> {
    return this.#thenLoad(this.#engine.call.tokenize(tokenizer, ids));
  }
  async buildSample(): Promise<readonly GroupSummary[]> {
    return this.#thenLoad(this.#engine.call.buildSample());
  }

  async #thenLoad<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    await this.list.load();
    return result;
  }
}
