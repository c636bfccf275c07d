/** The three parts of a group's text. */
export const splits = ['train', 'val', 'test'] as const;
export type Split = (typeof splits)[number];
