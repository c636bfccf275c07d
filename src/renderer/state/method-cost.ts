/** The steps of each method of an estimate, split into what they are spent on. */
import type { CostPart } from '#charts/cost';
import type { Cost, LearningPart, MethodChoice } from '#mixing/method';
import { methodOf } from './method-choice.ts';

/**
 * References, proxies, sweeps and graphs first, then the final run with what it measures. A composition whose two
 * methods both learn shows their learning as one part, because the estimate holds only the sum.
 */
export function costParts(cost: Cost, choice: MethodChoice | undefined): readonly CostPart[] {
  const { learningSteps, measuringSteps, finalSteps } = cost;
  const learners = choicesOf(choice)
    .map((one) => methodOf(one)?.learnsBy ?? [])
    .filter((parts) => parts.length > 0);
  const names: readonly (LearningPart | 'learning')[] = learners.length === 1 ? learners[0]! : ['learning'];
  return [
    ...names.map((name): CostPart => ({ name, steps: learningSteps / names.length, kind: 'learning' })),
    { name: 'measuring', steps: measuringSteps, kind: 'measuring' as const },
    { name: 'final', steps: finalSteps - measuringSteps, kind: 'final' as const },
  ].filter((part) => part.steps > 0);
}

/** A choice and what runs before it, first things first. */
function choicesOf(choice: MethodChoice | undefined): readonly MethodChoice[] {
  return choice === undefined ? [] : [...choicesOf(choice.after), choice];
}
