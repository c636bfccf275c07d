/** Where a law comes from, so that an estimate is nowhere taken for a measurement. */
import { lawUnitOf } from './law-measure.ts';
import { gradientEstimate, measured } from './provenance.ts';

export interface LawOrigin {
  /** `measured` or `gradientEstimate`; null for a method whose law is of another kind, which its unit tells. */
  readonly provenance: string | null;
  /**
   * How far the choice of sequences moves the falls, relative to them, as the method found out last; null when it looks at all
   * of them or has not got that far.
   */
  readonly subsetError: number | null;
}

/** What a method's notes say of its law. @param noted the last note of a name; undefined where there is none */
export function originOf(method: string, noted: (name: string) => unknown): LawOrigin {
  const [provenance, subsetError] = [noted('provenance'), noted('subsetError')];
  const usual = lawUnitOf(method) === null ? measured : null;
  return {
    provenance: typeof provenance === 'string' ? provenance : usual,
    subsetError: typeof subsetError === 'number' ? subsetError : null,
  };
}

/** What a provenance means, in a sentence. */
export function meaningOf(provenance: string): string {
  return provenance === gradientEstimate
    ? 'What gradients promise that steps would bring, if nothing curved; no step was taken to see it'
    : 'Read off losses before and after short stretches of training';
}

/** The unit with what must not be forgotten of it, for files in which every line stands alone. */
export function unitWithOrigin(unit: string, provenance: string | null): string {
  return provenance === gradientEstimate ? `${unit}, ${gradientEstimate}` : unit;
}

/** What stands beside a law in words, most important first; empty where there is nothing to say. */
export function originLines({ provenance, subsetError }: LawOrigin): readonly string[] {
  return [
    ...(provenance === null ? [] : [`${provenance[0]!.toUpperCase()}${provenance.slice(1)}.`]),
    ...(subsetError === null ? [] : [subsetErrorText(subsetError)]),
  ];
}

/** "Read on some of the sequences: others would move its falls by about 6 %." */
export function subsetErrorText(error: number): string {
  const percent = error * 100;
  const shown = percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1);
  return `Read on some of the sequences: others would move its falls by about ${shown}\u00a0%.`;
}
