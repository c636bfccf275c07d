/** Everything that screens read and do, in one object that is handed to each. A test builds one on plain objects. */
import type { TrashedItem, TrashName } from '#contract/api';
import { Away } from './away.svelte.ts';
import { Commands } from './commands.svelte.ts';
import { Designs } from './designs.svelte.ts';
import { Draft } from './draft.svelte.ts';
import { openPaths } from './drops.ts';
import type { Engine, Shell } from './engine.ts';
import { Experiments } from './experiments.svelte.ts';
import { Groups } from './groups.svelte.ts';
import { History } from './history.svelte.ts';
import { Mixtures } from './mixtures.svelte.ts';
import { Navigation, type Memory } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { tellEnds } from './run-notices.ts';
import { Runs } from './runs.svelte.ts';
import { Tasks } from './tasks.svelte.ts';
import { Trash } from './trash.svelte.ts';
import { Workspace } from './workspace.svelte.ts';

/** What the window needs from its surroundings. */
export interface Surroundings {
  readonly engine: Engine;
  readonly shell: Shell;
  readonly memory: Memory;
  /** Path on disk of a dropped file. */
  readonly pathOf: (file: File) => string;
}

export class Workbench {
  #opensWithSample = false;
  readonly engine: Engine;
  readonly shell: Shell;
  readonly memory: Memory;
  readonly pathOf: (file: File) => string;
  readonly commands = new Commands();
  readonly notices = new Notices();
  readonly navigation: Navigation;
  readonly preferences: Preferences;
  readonly workspace: Workspace;
  readonly history: History;
  readonly trash: Trash;
  readonly groups: Groups;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly away: Away;
  readonly tasks: Tasks;
  readonly draft: Draft;
  readonly designs: Designs;
  readonly mixtures: Mixtures;

  constructor({ engine, shell, memory, pathOf }: Surroundings) {
    this.engine = engine;
    this.shell = shell;
    this.memory = memory;
    this.pathOf = pathOf;
    this.navigation = new Navigation(memory);
    this.preferences = new Preferences(shell);
    this.workspace = new Workspace(engine, shell, this.preferences);
    this.history = new History(engine, shell);
    this.trash = new Trash(engine);
    this.groups = new Groups(engine);
    this.experiments = new Experiments(engine);
    this.runs = new Runs(engine);
    this.away = new Away(engine);
    tellEnds(engine, shell);
    this.tasks = new Tasks(engine);
    this.draft = new Draft(engine, memory);
    this.designs = new Designs(engine, this.draft);
    this.mixtures = new Mixtures(this);
    shell.on('engineChanged', (state) => {
      if (state.state === 'ready') void this.load();
      else this.tasks.clear();
    });
  }

  /** Reads the shell's state and, when the engine is up, the workspace. */
  async open(systemIsDark: boolean): Promise<void> {
    await this.workspace.open(systemIsDark);
    if (this.workspace.engineState.state === 'ready') await this.load();
  }

  /** Makes a workspace where the person says and fills it with the sample's text. */
  async makeSample(): Promise<void> {
    const [folder] = await this.shell.call.chooseFolders();
    if (folder === undefined) return;
    this.#opensWithSample = true;
    await this.shell.call.openWorkspace(folder);
  }

  /** Says that things are in the trash, and offers to take them out again. */
  tellRemoved(items: readonly (TrashName & Pick<TrashedItem, 'title'>)[]): void {
    const [first] = items;
    if (!first) return;
    const what = items.length === 1 ? `${first.title} is` : `${items.length} things are`;
    const isLastEdit = () => items.length === 1 && this.history.value.undo === `remove ${first.title}`;
    this.notices.tell(`${what} in the trash.`, {
      label: 'Undo',
      run: async () => {
        if (isLastEdit()) await this.history.undo();
        else for (const item of items) await this.trash.restore(item);
      },
    });
  }

  /** Reads everything from the engine, at the start and after the engine came back. */
  async load(): Promise<void> {
    const { facts } = this.workspace;
    const folderBefore = facts.value?.folder;
    await facts.load();
    const folder = facts.value?.folder;
    if (folder !== undefined && folder !== folderBefore) this.navigation.restore(folder, facts.value?.isSafe);
    await Promise.all([this.groups.list.load(), this.experiments.list.load(), this.runs.load()]);
    await Promise.all([this.history.load(), this.workspace.saved.load()]);
    if (folder !== folderBefore) await this.#greet();
    await this.lookAtQueue();
    if (folder !== undefined && folder !== folderBefore) await this.draft.restore(folder, this.groups.all);
  }

  /** Tells what happened to the queue meanwhile; a workspace that is only looked at does not remember when that was. */
  async lookAtQueue(): Promise<void> {
    if (this.workspace.facts.value?.access !== 'read') await this.notices.attempt(() => this.away.cameBack());
  }

  /** What a workspace that was just opened calls for: a word about damage, the sample, files of the start. */
  async #greet(): Promise<void> {
    const setAside = this.workspace.facts.value?.setAside ?? 0;
    if (setAside > 0)
      this.notices.tell(
        `${setAside === 1 ? 'One record' : `${setAside} records`} could not be read and ${setAside === 1 ? 'is' : 'are'} in the trash, with the reason.`,
        { label: 'Show the trash', run: () => Promise.resolve(this.commands.run('edit.trash')) },
      );
    if (this.#opensWithSample) {
      this.#opensWithSample = false;
      void this.notices.attempt(() => this.groups.buildSample());
    }
    const files = await this.shell.call.takeStartFiles();
    if (files.length > 0) await this.notices.attempt(() => openPaths(this, files));
  }
}
