/** Everything that screens read and do, in one object that is handed to each. A test builds one on plain objects. */
import { Commands } from './commands.svelte.ts';
import { Draft } from './draft.svelte.ts';
import type { Engine, Shell } from './engine.ts';
import { Experiments } from './experiments.svelte.ts';
import { Groups } from './groups.svelte.ts';
import { Mixtures } from './mixtures.svelte.ts';
import { Navigation, type Memory } from './navigation.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { RunLog } from './run-log.svelte.ts';
import { Runs } from './runs.svelte.ts';
import { Tasks } from './tasks.svelte.ts';
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
  readonly engine: Engine;
  readonly shell: Shell;
  readonly memory: Memory;
  readonly pathOf: (file: File) => string;
  readonly commands = new Commands();
  readonly notices = new Notices();
  readonly navigation: Navigation;
  readonly workspace: Workspace;
  readonly groups: Groups;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly log: RunLog;
  readonly tasks: Tasks;
  readonly draft: Draft;
  readonly mixtures: Mixtures;

  constructor({ engine, shell, memory, pathOf }: Surroundings) {
    this.engine = engine;
    this.shell = shell;
    this.memory = memory;
    this.pathOf = pathOf;
    this.navigation = new Navigation(memory);
    this.workspace = new Workspace(engine, shell);
    this.groups = new Groups(engine);
    this.experiments = new Experiments(engine);
    this.runs = new Runs(engine);
    this.log = new RunLog(engine);
    this.tasks = new Tasks(engine);
    this.draft = new Draft(engine);
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

  /** Reads everything from the engine, at the start and after the engine came back. */
  async load(): Promise<void> {
    const { facts } = this.workspace;
    const folderBefore = facts.value?.folder;
    await facts.load();
    const folder = facts.value?.folder;
    if (folder !== undefined && folder !== folderBefore) this.navigation.restore(folder);
    await Promise.all([this.groups.list.load(), this.experiments.list.load(), this.runs.load()]);
    if (folder !== undefined && folder !== folderBefore) await this.draft.restore(this.groups.all);
  }
}
