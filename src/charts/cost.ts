/** What a method's steps are spent on, in order: what comes before the final run, then the final run itself. */
export interface CostPart {
  /** One word or two: "proxy". */
  readonly name: string;
  readonly steps: number;
  /** Before the final run, within it to measure, or the rest of it. */
  readonly kind: 'learning' | 'measuring' | 'final';
}

/** Total steps of a bar. */
export function stepsIn(parts: readonly CostPart[]): number {
  return parts.reduce((sum, part) => sum + part.steps, 0);
}
