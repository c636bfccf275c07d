import type { WorkspaceFacts } from '#contract/api';
import { shortTime } from '../times.ts';

/** What the foot of the window says about saving: only what is so. */
export function savedText(facts: Pick<WorkspaceFacts, 'access'> | null, savedAt: string | null): string {
  if (facts?.access === 'read') return 'Looked at only; nothing can be changed';
  return savedAt === null ? 'All changes saved' : `All changes saved at ${shortTime(savedAt)}`;
}
