/** Times as a person reads them: today by the clock, else with the day. */

/** @param at ISO time */
export function shortTime(at: string, now: Date = new Date()): string {
  const time = new Date(at);
  const clock = time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (time.toDateString() === now.toDateString()) return clock;
  const sameYear = time.getFullYear() === now.getFullYear();
  const day = time.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
  return `${day}, ${clock}`;
}
