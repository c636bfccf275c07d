/** What can be looked at in one run. */
export const views = [
  { id: 'curves', title: 'Curves', hint: 'Losses, proportions and the law under one cursor' },
  { id: 'race', title: 'All methods', hint: 'Means over seeds so far, not final' },
  { id: 'computer', title: 'Computer', hint: 'Load, memory, speed, and what slows the run down' },
  { id: 'log', title: 'Log', hint: 'What was said about the run' },
] as const;
export type ViewId = (typeof views)[number]['id'];

/** A remembered view, as far as it still makes sense. */
export function viewOf(id: string | null): ViewId {
  return views.find((one) => one.id === id)?.id ?? 'curves';
}
