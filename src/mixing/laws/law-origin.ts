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
export function originLines(origin: LawOrigin): readonly string[] {
  const { provenance } = origin;
  const error = subsetErrorText(origin);
  return [
    ...(provenance === null ? [] : [`${provenance[0]!.toUpperCase()}${provenance.slice(1)}.`]),
    ...(error === null ? [] : [error]),
  ];
}

/**
 * "Read on some of the sequences: in the first round others would have moved its falls by about 6 %." A measured law is checked
 * once, in its first round; one from gradients in every round.
 */
export function subsetErrorText({ provenance, subsetError }: LawOrigin): string | null {
  if (subsetError === null) return null;
  const percent = subsetError * 100;
  const shown = percent >= 9.95 ? percent.toFixed(0) : percent.toFixed(1);
  const round = provenance === gradientEstimate ? 'latest' : 'first';
  return `Read on some of the sequences: in the ${round} round others would have moved its falls by about ${shown}\u00a0%.`;
}
