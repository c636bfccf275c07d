/** The form that makes groups of files and folders: what is chosen, what it would become, and a look into it. */
import type { DropPlan, GroupInput, GroupSource, PlannedGroup, RejectedFile } from '#contract/api';
import type { Engine, Shell } from './engine.ts';
import type { Groups } from './groups.svelte.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { SourceRows } from './source-rows.svelte.ts';

/** One group per path, one per thing inside the folders, or one of all. */
export type Grouping = 'perPath' | 'perChild' | 'together';

interface Surroundings {
  readonly engine: Engine;
  readonly shell: Shell;
  readonly groups: Groups;
  readonly notices: Notices;
}

export class AddDialog {
  #isOpen = $state(false);
  #paths = $state.raw<readonly string[]>([]);
  grouping = $state<Grouping>('perPath');
  name = $state('');
  reader = $state('auto');
  textField = $state('');
  include = $state('');
  exclude = $state('');
  licence = $state('');
  readonly plan: Loaded<DropPlan | null>;
  /** Rows of what is chosen first. */
  readonly rows: SourceRows;
  #lookedAt = '';
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { engine } = surroundings;
    this.plan = new Loaded<DropPlan | null>(() => engine.call.planGroups(this.#paths), null);
    this.rows = new SourceRows(engine, () => ({ source: this.#sourceOf(this.#looked) }));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
  get paths(): readonly string[] {
    return this.#paths;
  }
  /** Whether the choice makes one group, which then can be named. */
  get isOne(): boolean {
    return this.grouping === 'together' || this.planned.length === 1;
  }
  /** The groups that would be made. */
  get planned(): readonly PlannedGroup[] {
    const plan = this.plan.value;
    if (this.grouping === 'perChild') return plan?.perChild ?? [];
    const perPath =
      plan?.perPath ??
      this.#paths.map((path) => ({ name: lastPart(path), path, files: Number.NaN, bytes: Number.NaN }));
    if (this.grouping === 'perPath' || perPath.length < 2) return perPath;
    const sum = (of: (group: PlannedGroup) => number) => perPath.reduce((total, group) => total + of(group), 0);
    return [{ ...perPath[0]!, files: sum(({ files }) => files), bytes: sum(({ bytes }) => bytes) }];
  }
  /** Chosen paths that hold nothing that could become a group. */
  get empty(): readonly string[] {
    const plan = this.plan.value;
    if (!plan || this.plan.failure) return [];
    return this.#paths.filter((path) => !plan.perPath.some((group) => group.path === path));
  }
  get notTaken(): readonly RejectedFile[] {
    return this.plan.value?.notTaken[this.grouping === 'perChild' ? 'perChild' : 'perPath'] ?? [];
  }

  /** @param paths chosen already, e.g. dropped */
  open(paths: readonly string[]): void {
    this.#isOpen = true;
    this.#take([...this.#paths, ...paths]);
  }
  close(): void {
    this.#isOpen = false;
    this.#paths = [];
    this.name = '';
    this.textField = '';
    this.grouping = 'perPath';
    this.plan.set(null);
    this.rows.page.set(null);
  }
  async choose(what: 'files' | 'folders'): Promise<void> {
    const { shell, notices } = this.#surroundings;
    await notices.attempt(async () => {
      const chosen = await (what === 'files' ? shell.call.chooseFiles() : shell.call.chooseFolders());
      this.#take([...this.#paths, ...chosen]);
    });
  }
  leaveOut(path: string): void {
    this.#take(this.#paths.filter((other) => other !== path));
  }
  /** All that decides how the chosen files are read, as one text. */
  get how(): string {
    return JSON.stringify([this.grouping, this.#sourceOf(this.#looked)]);
  }
  /** Looks into the files anew when they are to be read in another way than they were looked at. */
  async look(how = this.how): Promise<void> {
    if (this.#paths.length === 0 || how === this.#lookedAt) return;
    this.#lookedAt = how;
    await this.rows.open();
  }

  async add(): Promise<void> {
    const { groups, notices } = this.#surroundings;
    const { grouping, planned, name } = this;
    const [paths, isOne] = [this.#paths, this.isOne];
    const inputs = planned.map((group): GroupInput =>
      this.#inputOf(isOne && grouping !== 'perChild' ? paths : [group.path], (isOne && name.trim()) || group.name),
    );
    const isPlain = !isOne && this.#isReadAsUsual;
    this.close();
    if (isPlain) await notices.attempt(() => groups.addFrom(paths, { perChild: grouping === 'perChild' }));
    else for (const input of inputs) await notices.attempt(() => groups.add(input));
  }

  #take(paths: readonly string[]): void {
    this.#paths = paths.filter((path, index) => paths.indexOf(path) === index);
    if (this.#paths.length < 2 && this.grouping === 'together') this.grouping = 'perPath';
    if (this.#paths.length === 0) {
      this.plan.set(null);
      this.rows.page.set(null);
      return;
    }
    void this.plan.load().then(() => {
      if (this.plan.value?.perChild == null && this.grouping === 'perChild') this.grouping = 'perPath';
    });
    this.#lookedAt = this.how;
    void this.rows.choose(undefined);
  }
  /** What is looked into: all that become one group, or the first. */
  get #looked(): readonly string[] {
    return this.grouping === 'together' ? this.#paths : this.#paths.slice(0, 1);
  }
  get #isReadAsUsual(): boolean {
    return (
      this.reader === 'auto' &&
      [this.textField, this.include, this.exclude, this.licence].every((text) => text.trim() === '')
    );
  }
  #sourceOf(paths: readonly string[]): GroupSource {
    return {
      paths,
      reader: this.reader,
      include: listIn(this.include),
      exclude: listIn(this.exclude),
      textField: this.textField.trim(),
    };
  }
  #inputOf(paths: readonly string[], name: string): GroupInput {
    return { name, source: this.#sourceOf(paths), licence: this.licence.trim() };
  }
}

function listIn(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter(Boolean);
}

/** The name of a file or folder, without the ending of one that holds text. */
export function lastPart(path: string): string {
  const last = path
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1);
  return last?.replace(/\.[^.]+(\.gz|\.zst)?$/, '') ?? path;
}
