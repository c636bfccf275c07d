/**
 * Measurements in processes of their own that take turns for several rounds, so that what else the machine does touches all
 * alike. AIOLI_BENCH_ROUNDS sets the rounds, AIOLI_TRAINER_THREADS the threads of all; PyTorch takes part when
 * AIOLI_BENCH_PYTHON (or python3) has it.
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';

export const rounds = Number(process.env['AIOLI_BENCH_ROUNDS'] ?? 4);
export const threads = Number(process.env['AIOLI_TRAINER_THREADS']) || availableParallelism();
const python = process.env['AIOLI_BENCH_PYTHON'] ?? 'python3';

/** What each of them found, round by round. */
export function inTurns<Name, Cell>(
  names: readonly Name[],
  measure: (name: Name) => Cell,
): ReadonlyMap<Name, readonly Cell[]> {
  const cells = new Map<Name, Cell[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) for (const name of names) cells.get(name)!.push(measure(name));
  return cells;
}

/** What a script of this folder prints as JSON: one of ours in this Node, or one of Python. */
export function cellOf(script: string, words: readonly string[]): unknown {
  const program = script.endsWith('.py') ? python : process.execPath;
  const command = [join(import.meta.dirname, script), ...words];
  return JSON.parse(execFileSync(program, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

export function hasTorch(): boolean {
  try {
    execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(
      `${python} has no PyTorch, so there is nothing to compare with (AIOLI_BENCH_PYTHON names another one).`,
    );
    return false;
  }
}

/** `AMD EPYC, 2 threads, load 0.1 at the start`. */
export function circumstances(): string {
  const load = loadavg()[0]!.toFixed(1);
  return `${cpus()[0]?.model.trim() ?? 'processor'}, ${threads} threads, load ${load} at the start`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** `52.0 (51.3 to 53.9)`: median, least and most. */
export function spreadText(values: readonly number[], digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  return `${text(median(values))} (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
}
