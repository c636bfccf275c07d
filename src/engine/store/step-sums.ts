/**
 * Steps summed up in equal spans: least, largest, mean and number of the values of each column. Spans begin at multiples
 * of their length, so that longer ones can be made of shorter ones. Values that are not numbers are passed over.
 */

export interface StepSums {
  /** Steps of a span. */
  readonly span: number;
  /** Spans that hold any steps are found by their first and last one; both are 0 for the others. */
  readonly firsts: Float64Array;
  readonly lasts: Float64Array;
  /** Column by column, one a span; NaN where there are no values. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly mean: Float64Array;
  readonly count: Float64Array;
}

export interface Summing {
  /** Steps one after the other: losses, which are the first column, and those of groups, one group after the other. */
  takeSteps(first: number, losses: Float64Array, groupLosses: Float64Array): void;
  /** Sums of the same columns in spans of which these are made, over steps `first` to `last`. */
  takeSums(first: number, last: number, span: number, sums: Float64Array): void;
  readonly sums: StepSums;
}

/** Number of the span that holds a step. */
export const spanOf = (step: number, span: number): number => Math.floor((step - 1) / span);

/** @param from first step and @param to last step that are looked at; spans at either end may reach beyond them */
export function openSums(span: number, columns: number, from: number, to: number): Summing {
  const base = spanOf(from, span);
  const spans = Math.max(0, spanOf(to, span) - base + 1);
  const of = (fill: number) => new Float64Array(columns * spans).fill(fill);
  const sums = {
    span,
    firsts: new Float64Array(spans),
    lasts: new Float64Array(spans),
    low: of(NaN),
    high: of(NaN),
    mean: of(NaN),
    count: of(0),
  };
  const { low, high, mean, count } = sums;
  const put = (place: number, least: number, largest: number, middle: number, number: number): void => {
    const before = count[place]!;
    if (number === 0) return;
    if (before === 0) {
      low[place] = least;
      high[place] = largest;
      mean[place] = middle;
    } else {
      if (least < low[place]!) low[place] = least;
      if (largest > high[place]!) high[place] = largest;
      mean[place]! += (middle - mean[place]!) * (number / (before + number));
    }
    count[place] = before + number;
  };

  /** Calls for each span that holds some of these steps. */
  const eachSpan = (first: number, last: number, visit: (at: number, start: number, end: number) => void): void => {
    const final = Math.min(spans - 1, spanOf(last, span) - base);
    for (let at = Math.max(0, spanOf(first, span) - base); at <= final; at++) {
      const start = (at + base) * span + 1;
      visit(at, Math.max(first, start), Math.min(last, start + span - 1));
    }
  };
  const cover = (first: number, last: number): void =>
    eachSpan(first, last, (at, start, end) => {
      if (sums.firsts[at] === 0) sums.firsts[at] = start;
      sums.lasts[at] = end;
    });

  return {
    sums,
    takeSteps: (first, losses, groupLosses) => {
      const last = first + losses.length - 1;
      cover(first, last);
      for (let column = 0; column < columns; column++) {
        const values = column === 0 ? losses : groupLosses;
        const offset = (column === 0 ? 0 : (column - 1) * losses.length) - first;
        eachSpan(first, last, (at, start, end) => {
          let [least, largest, sum, number] = [Infinity, -Infinity, 0, 0];
          for (let i = offset + start; i <= offset + end; i++) {
            const value = values[i]!;
            if (Number.isNaN(value)) continue;
            if (value < least) least = value;
            if (value > largest) largest = value;
            sum += value;
            number++;
          }
          put(column * spans + at, least, largest, sum / number, number);
        });
      }
    },
    takeSums: (first, last, shorter, given) => {
      cover(first, last);
      const start = spanOf(first, shorter);
      const parts = spanOf(last, shorter) - start + 1;
      const all = parts * columns;
      for (let part = 0; part < parts; part++) {
        const at = spanOf((start + part) * shorter + 1, span) - base;
        if (at < 0 || at >= spans) continue;
        for (let column = 0; column < columns; column++) {
          const i = column * parts + part;
          put(column * spans + at, given[i]!, given[all + i]!, given[2 * all + i]!, given[3 * all + i]!);
        }
      }
    },
  };
}

/** Sums as they are stored: least, largest, means, counts, each column by column. */
export function flatSums({ low, high, mean, count }: StepSums): Float64Array {
  const flat = new Float64Array(4 * low.length);
  [low, high, mean, count].forEach((part, i) => flat.set(part, i * low.length));
  return flat;
}
