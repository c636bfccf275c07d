/** Saved views of the comparison; notes and tags of runs. */
export const views = `
`;
