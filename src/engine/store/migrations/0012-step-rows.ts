/** Steps go into blocks as they are taken; rows are only what an older version stored, until it is folded. */
export const stepRows = `
ALTER TABLE step_recent RENAME TO step_row;
`;
