/** Answers to questions in SQL as text for other programs. */
import { csvLine } from '#base/csv';
import type { SqlAnswer } from '#contract/api';

/** Lines of comma-separated values with the names of the columns first; NULL is an empty cell. */
export function csvOf({ columns, rows }: Pick<SqlAnswer, 'columns' | 'rows'>): string {
  return [columns, ...rows].map((cells) => csvLine(cells.map((cell) => (cell === null ? '' : String(cell))))).join('');
}
