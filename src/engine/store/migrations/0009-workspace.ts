/** The trash. */
export const workspace = `
`;
