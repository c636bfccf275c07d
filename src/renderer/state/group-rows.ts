/** Settings with one number per group, kept in step with the groups of the form. */
import type { KnobValue, MethodChoice } from '#mixing/method';

/** The choice with every vector and every row of a table changed by `fit`, also in what runs before it. */
export function withRows(choice: MethodChoice, fit: (row: readonly number[]) => readonly number[]): MethodChoice {
  const change = (value: KnobValue): KnobValue => {
    if (!Array.isArray(value)) return value;
    const rows = value as readonly (number | readonly number[])[];
    return rows.every((row) => typeof row === 'number') ? fit(rows) : (rows as readonly number[][]).map(fit);
  };
  const { knobs, after } = choice;
  return {
    ...choice,
    ...(knobs && { knobs: Object.fromEntries(Object.entries(knobs).map(([name, value]) => [name, change(value)])) }),
    ...(after && { after: withRows(after, fit) }),
  };
}
