/** Designs of experiments: notes, templates, what was estimated. */
export const designs = `
`;
