/**
 * How long the runs are that a method makes only to learn. Unrestricted, they are as long as asked for; under a budget
 * all of them together stay within it, by shortening each alike. Spec 3.6.
 */
import type { Complaint, Setting } from '../method.ts';

/**
 * Steps of each of `parts` equally long learning runs.
 *
 * @param asked steps that the method's settings ask for, each
 */
export function learningSteps({ learningBudget }: Setting, asked: number, parts: number): number {
  if (learningBudget === undefined) return asked;
  return Math.max(1, Math.min(asked, Math.floor(learningBudget / parts)));
}

/** What is wrong when the budget cannot pay even one step of each. @param knob what decides on `parts` */
export function budgetComplaints({ learningBudget }: Setting, parts: number, knob = ''): Complaint[] {
  if (learningBudget === undefined || learningBudget >= parts) return [];
  return [
    {
      knob,
      message: `${parts} learning runs do not fit into the ${learningBudget} steps that may be spent on learning.`,
      remedy: 'Make fewer runs, train longer, or allow a larger share for learning.',
      code: 'steps_do_not_fit',
    },
  ];
}
