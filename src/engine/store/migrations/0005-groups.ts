/** Groups that are switched off, and what groups share. */
export const groups = `
`;
