/** A ledger of values against published references: what was checked, how near it came, one table in the end. */
import { expect } from 'vitest';

export interface Finding {
  readonly file: string;
  /** Kind of number; one line of the table each. */
  readonly what: string;
  readonly value: number;
  readonly reference: number;
  /** Distance from the reference as a share of what is allowed; at most 1 passes. */
  readonly used: number;
}

export interface Findings {
  /** |value - reference| <= tolerance. */
  readonly near: (file: string, what: string, value: number, reference: number, tolerance: number) => void;
  /** value / reference within [low, high]. */
  readonly ratio: (file: string, what: string, value: number, reference: number, low: number, high: number) => void;
  /** Every finding of the file within its tolerance; prints its lines of the table. */
  readonly settle: (file: string) => void;
}

export function findings(): Findings {
  const all: Finding[] = [];
  return {
    near: (file, what, value, reference, tolerance) =>
      void all.push({ file, what, value, reference, used: Math.abs(value - reference) / tolerance }),
    ratio: (file, what, value, reference, low, high) => {
      const ratio = value / reference;
      all.push({ file, what, value, reference, used: ratio >= 1 ? (ratio - 1) / (high - 1) : (1 - ratio) / (1 - low) });
    },
    settle: (file) => {
      const own = all.filter((finding) => finding.file === file);
      expect(own.length).toBeGreaterThan(0);
      console.log(tableOf(file, own));
      expect(own.filter(({ used }) => !(used <= 1))).toEqual([]);
    },
  };
}

/** One line per kind of number: how many, and the one that came nearest to its limit. */
function tableOf(file: string, own: readonly Finding[]): string {
  const lines = [...Map.groupBy(own, ({ what }) => what)].map(([what, list]) => {
    const worst = list.reduce((a, b) => (b.used > a.used || Number.isNaN(b.used) ? b : a));
    const { value, reference, used } = worst;
    return [
      what.padEnd(34),
      String(list.length).padStart(5),
      value.toPrecision(10).padStart(17),
      reference.toPrecision(10).padStart(17),
      (value - reference).toExponential(1).padStart(9),
      used.toPrecision(2).padStart(9),
    ].join(' ');
  });
  const header = `${'nearest to its limit of'.padEnd(34)} count             value         reference difference of limit`;
  return [file, header, ...lines].join('\n');
}
