/** Splitting a group by a field of its records: which fields there are, which values one has, and which become groups. */
import type { FieldValues, GroupSummary, SourcePreview } from '#contract/api';
import type { Engine } from './engine.ts';
import type { Groups } from './groups.svelte.ts';
import type { History } from './history.svelte.ts';
import { Loaded } from './loaded.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Values that are chosen at first: the most frequent ones. */
const usualValues = 20;

interface Surroundings {
  readonly engine: Engine;
  readonly groups: Groups;
  readonly notices: Notices;
  readonly history: History;
}

export class FieldSplit {
  readonly group: GroupSummary;
  /** The first rows of the group's source, which tell its fields. */
  readonly source: Loaded<SourcePreview | null>;
  readonly values: Loaded<FieldValues | null>;
  #field = $state('');
  #isCounting = $state(false);
  #chosen = $state.raw<readonly string[]>([]);
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings, group: GroupSummary) {
    this.#surroundings = surroundings;
    this.group = group;
    const { engine } = surroundings;
    this.source = new Loaded<SourcePreview | null>(() => engine.call.previewSource({ group: group.id }, 0, 20), null);
    this.values = new Loaded<FieldValues | null>(() => engine.call.fieldValues(group.id, this.#field), null);
    void this.source.load();
  }

  /** Fields that can name groups: short text, numbers and truth values, but not the text itself. */
  get fields(): readonly string[] {
    const preview = this.source.value;
    return (
      preview?.fields
        .filter(({ name, kind }) => name !== preview.textField && ['text', 'number', 'truth'].includes(kind))
        .map(({ name }) => name) ?? []
    );
  }
  get field(): string {
    return this.#field;
  }
  get isCounting(): boolean {
    return this.#isCounting;
  }
  get chosen(): readonly string[] {
    return this.#chosen;
  }

  async choose(field: string): Promise<void> {
    this.#field = field;
    this.values.set(null);
    this.#isCounting = true;
    await this.values.load();
    this.#isCounting = false;
    this.#chosen = this.values.value?.values.slice(0, usualValues).map(({ value }) => value) ?? [];
  }
  toggle(value: string): void {
    this.#chosen = this.#chosen.includes(value)
      ? this.#chosen.filter((other) => other !== value)
      : [...this.#chosen, value];
  }
  async split(): Promise<void> {
    const { groups, history, notices } = this.#surroundings;
    await notices.attempt(async () => {
      const { groups: made, left } = await groups.split(this.group.id, this.#field, this.#chosen);
      const without = left.filter(({ value }) => this.#chosen.includes(value));
      notices.tell(
        [
          `Made ${String(made.length)} groups of ${this.group.name}, which is switched off.`,
          ...without.map(({ value, reason }) => `"${value}" became none: ${reason}.`),
        ].join(' '),
        { label: 'Undo', run: () => history.undo() },
      );
    });
  }
}
