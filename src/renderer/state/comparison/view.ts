/** How the comparison is looked at: the views that a mode starts with, and what is remembered of the last ones. */
import { plainLayout } from '#base/table/layout';
import type { TableView } from '#contract/api';

export type Mode = TableView['mode'];

/** In `pinned`: whichever row is the baseline. */
export const baselinePin = 'baseline';

export const plainViews: Readonly<Record<Mode, TableView>> = {
  methods: {
    mode: 'methods',
    experiments: [],
    metric: 'perplexity',
    cells: 'values',
    baseline: null,
    layout: plainLayout,
    sorting: [],
    filters: [],
    search: '',
    grouping: [],
    onlyDiffering: false,
    shaded: [],
    readAt: {},
    pinned: [baselinePin],
    onlyComparable: false,
  },
  runs: {
    mode: 'runs',
    experiments: [],
    metric: 'perplexity',
    cells: 'values',
    baseline: null,
    layout: { ...plainLayout, frozen: 2 },
    sorting: [],
    filters: [],
    search: '',
    grouping: [],
    onlyDiffering: true,
    shaded: [],
    readAt: {},
    pinned: [],
    onlyComparable: false,
  },
};

/** What the screen comes back to. */
export interface Remembered {
  readonly mode: Mode;
  readonly views: Readonly<Record<Mode, TableView>>;
  /** Name of the saved view that each mode started from. */
  readonly names: Readonly<Record<Mode, string | null>>;
}

export const nothingRemembered: Remembered = {
  mode: 'methods',
  views: plainViews,
  names: { methods: null, runs: null },
};

/** As far as it still makes sense; what a later version added stands as in a plain view. */
export function parseRemembered(text: string | null): Remembered {
  if (text === null) return nothingRemembered;
  try {
    const found = JSON.parse(text) as Partial<Remembered>;
    const view = (mode: Mode): TableView => ({ ...plainViews[mode], ...found.views?.[mode], mode });
    return {
      mode: found.mode === 'runs' ? 'runs' : 'methods',
      views: { methods: view('methods'), runs: view('runs') },
      names: { methods: found.names?.methods ?? null, runs: found.names?.runs ?? null },
    };
  } catch {
    return nothingRemembered; // only a hand-edited store can hold this; a plain view loses nothing
  }
}

/** Whether two views show the same. */
export function isSameView(a: TableView, b: TableView): boolean {
  const plain = (view: TableView): string =>
    JSON.stringify(Object.entries({ ...plainViews[view.mode], ...view }).sort());
  return plain(a) === plain(b);
}
