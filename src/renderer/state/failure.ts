/** An error as the window shows it: what, where, and the next step. */
import { Loss, Refusal } from '#base/refusal';

export interface Failure {
  readonly kind: 'refusal' | 'loss' | 'bug';
  readonly message: string;
  /** What the person can do, as a sentence; empty when nothing is known. */
  readonly remedy: string;
  /** File or field at fault, if known. */
  readonly place: string;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof Refusal) {
    const { file, field, remedy } = error.details;
    return { kind: 'refusal', message: error.message, remedy, place: file ?? field ?? '' };
  }
  if (error instanceof Loss)
    return { kind: 'loss', message: error.message, remedy: 'What was running can be resumed.', place: '' };
  return {
    kind: 'bug',
    message: error instanceof Error ? error.message : String(error),
    remedy: 'This is a fault of the program. The log in the workspace folder has the details.',
    place: '',
  };
}
