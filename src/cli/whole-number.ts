/** An option that is a count. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('A whole number of at least 1 is needed.');
  return n;
}
