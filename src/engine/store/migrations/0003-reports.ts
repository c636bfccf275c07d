/** How a report is designed, and the numbers that it was frozen with. */
export const reports = `
CREATE TABLE report (
  experiment TEXT PRIMARY KEY REFERENCES experiment (id) ON DELETE CASCADE,
  design TEXT NOT NULL,                 -- JSON ReportDesign
  record TEXT,                          -- JSON ReportRecord, without title, author and notes of the design
  changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
