/** The report of one experiment: its design as it is edited, kept by the engine, and the document that comes of it. */
import type { ExchangeFormatId, ExperimentId, ReportDesign, ReportState } from '#contract/api';
import type { Engine, Shell } from './engine.ts';
import { toFailure, type Failure } from './failure.ts';

/** Typing rests for this long before the document is drawn again. */
export const restMs = 500;

export type ReportFormat = 'html' | 'pdf' | 'md' | 'tex' | 'csv' | 'json';

export class ReportView {
  #state = $state.raw<ReportState | null>(null);
  #design = $state.raw<ReportDesign | null>(null);
  #address = $state<string | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #isDrawing = $state(false);
  #experiment: ExperimentId | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #latest = 0;
  readonly #engine: Engine;
  readonly #shell: Shell;

  /** In the order of the design as it is now, also before it is kept. */
  readonly sections = $derived.by((): ReportState['sections'] => {
    const known = this.#state?.sections ?? [];
    return (this.#design?.sections ?? []).flatMap(({ id, isOn }) => {
      const section = known.find((one) => one.id === id);
      return section ? [{ ...section, isOn }] : [];
    });
  });

  constructor(engine: Engine, shell: Shell) {
    this.#engine = engine;
    this.#shell = shell;
  }

  get state(): ReportState | null {
    return this.#state;
  }
  get design(): ReportDesign | null {
    return this.#design;
  }
  /** Where a frame finds the document; null before it is drawn. */
  get address(): string | null {
    return this.#address;
  }
  /** Why there is no report. */
  get failure(): Failure | null {
    return this.#failure;
  }
  get isDrawing(): boolean {
    return this.#isDrawing;
  }

  async open(experiment: ExperimentId | null): Promise<void> {
    await this.keep();
    if (experiment !== this.#experiment) {
      this.#state = null;
      this.#design = null;
      this.#address = null;
    }
    this.#experiment = experiment;
    this.#failure = null;
    if (experiment === null) return;
    await this.#show(() => this.#engine.call.report(experiment));
  }

  /** Looks again whether the workspace has moved on; the document stays as it is. */
  async refresh(): Promise<void> {
    const experiment = this.#experiment;
    if (experiment === null) return;
    if (this.#state === null) await this.open(experiment);
    else if (!this.#isDrawing) {
      const state = await this.#engine.call.report(experiment);
      if (experiment === this.#experiment) this.#state = state;
    }
  }

  /** Changes what is written; kept and drawn when typing rests. */
  change(changes: Partial<ReportDesign>): void {
    if (this.#design === null) return;
    this.#design = { ...this.#design, ...changes };
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.keep(), restMs);
  }
  turn(section: string, isOn: boolean): void {
    const { sections = [] } = this.#design ?? {};
    this.change({ sections: sections.map((one) => (one.id === section ? { ...one, isOn } : one)) });
  }
  /** @returns its new place, counted from 1; null at the end of the list */
  move(section: string, by: -1 | 1): number | null {
    const sections = [...(this.#design?.sections ?? [])];
    const from = sections.findIndex(({ id }) => id === section);
    const to = from + by;
    if (from < 0 || to < 0 || to >= sections.length) return null;
    [sections[from], sections[to]] = [sections[to]!, sections[from]!];
    this.change({ sections });
    return to + 1;
  }

  /** Keeps what was typed at once. */
  async keep(): Promise<void> {
    if (this.#rest === undefined) return;
    clearTimeout(this.#rest);
    this.#rest = undefined;
    const [experiment, design] = [this.#experiment, this.#design];
    if (experiment === null || design === null) return;
    await this.#show(() => this.#engine.call.saveReport(experiment, design));
  }
  async takeAnew(): Promise<void> {
    const experiment = this.#experiment;
    if (experiment === null) return;
    await this.keep();
    await this.#show(() => this.#engine.call.freezeReport(experiment));
  }

  /** @returns the file; null when the person changed their mind */
  async write(format: ReportFormat): Promise<string | null> {
    await this.keep();
    if (this.#experiment === null || this.#design === null) return null;
    const file = await this.#shell.call.chooseSave(`${fileNameOf(this.#design.title)}.${format}`, format);
    if (file === null) return null;
    const named = file.toLowerCase().endsWith(`.${format}`) ? file : `${file}.${format}`;
    return (await this.#engine.call.writeReport(this.#experiment, named)).file;
  }

  /** Writes every chart of the report into a folder. @returns what to tell; null when the person changed their mind */
  async writeFigures(format: 'svg' | 'pdf', width: number): Promise<string | null> {
    await this.keep();
    if (this.#experiment === null) return null;
    const [folder] = await this.#shell.call.chooseFolders();
    if (folder === undefined) return null;
    const { files } = await this.#engine.call.writeFigures(this.#experiment, folder, { format, width });
    return `Wrote ${String(files.length)} charts to ${folder}`;
  }
  /** Writes the runs for another program into a folder. @returns as `writeFigures` */
  async exportRuns(format: ExchangeFormatId): Promise<string | null> {
    if (this.#experiment === null || this.#design === null) return null;
    const [folder] = await this.#shell.call.chooseFolders();
    if (folder === undefined) return null;
    const name = fileNameOf(this.#design.title) + (format === 'trackio' ? '.db' : `-${format}`);
    const { runs, howToOpen } = await this.#engine.call.exportRuns(this.#experiment, format, `${folder}/${name}`);
    return `Wrote ${String(runs)} runs. To look at them: ${howToOpen}`;
  }

  async #show(ask: () => Promise<ReportState>): Promise<void> {
    const mine = ++this.#latest;
    this.#isDrawing = true;
    try {
      const state = await ask();
      if (mine !== this.#latest) return;
      this.#state = state;
      if (this.#rest === undefined) this.#design = state.design; // what is being typed is newer
      const html = await this.#engine.call.reportDocument(state.experiment, 'html');
      const address = await this.#shell.call.previewDocument(html);
      if (mine !== this.#latest) return;
      this.#address = address;
      this.#failure = null;
    } catch (error) {
      if (mine === this.#latest) this.#failure = toFailure(error);
    } finally {
      if (mine === this.#latest) this.#isDrawing = false;
    }
  }
}

/** A name that every file system takes. */
function fileNameOf(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  return plain.replaceAll(/^-|-$/g, '').slice(0, 60).toLowerCase() || 'report';
}
