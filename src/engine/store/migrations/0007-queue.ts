/** The order of the queue, and runs that are held. */
export const queue = `
`;
