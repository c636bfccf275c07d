/** Where a law comes from, so that an estimate is nowhere taken for a measurement. */
import { lawUnitOf } from './law-measure.ts';
import { gradientEstimate, measured } from './provenance.ts';

export interface LawOrigin {
  /** `measured` or `gradientEstimate`; null for a method whose law is of another kind, which its unit tells. */
  readonly provenance: string | null;
  /**
   * How far the choice of sequences moves the falls, relative to them, as the method found out once; null when it looks at all
   * of them or has not got that far.
   */
  readonly subsetError: number | null;
}

/** @param noted what the method noted of its law, if anything */
export function provenanceOf(method: string, noted: unknown): string | null {
  if (typeof noted === 'string') return noted;
  return lawUnitOf(method) === null ? measured : null;
}

/** The unit with what must not be forgotten of it, for files in which every line stands alone. */
export function unitWithOrigin(unit: string, provenance: string | null): string {
  return provenance === gradientEstimate ? `${unit}, ${gradientEstimate}` : unit;
}

/** "Read on some of the sequences: others would move its falls by about 6 %." */
export function subsetErrorText(error: number): string {
  const percent = error * 100;
  const shown = percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1);
  return `Read on some of the sequences: others would move its falls by about ${shown}\u00a0%.`;
}
