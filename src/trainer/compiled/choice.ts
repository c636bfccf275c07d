/**
 * Whether XLA pays on this machine: measured once for each shape, then remembered, because last digits depend on it and a
 * run must give the same numbers the next time.
 */
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { Execution } from './execution.ts';
import { cacheFolder } from './session.ts';

const kinds = ['graph', 'xla'] as const;
const choiceSchema = z.object({ kind: z.enum(kinds), leastSeconds: z.record(z.enum(kinds), z.number()) });
type Choice = z.output<typeof choiceSchema>;

/** Times each kind takes its step; the least counts, because it feels other work of the machine least. */
const repetitions = 6;
/** XLA must be this much faster, or its seconds of compiling are not worth it. */
const margin = 0.95;

/**
 * Makes `execution` use what is quicker: by a choice made before, else by measuring.
 *
 * @param facts    all that the answer depends on, such as the device and the model's shape
 * @param takeStep by way of the execution; may change nothing that lasts
 * @param now      milliseconds
 */
export function chooseKind(
  execution: Execution,
  facts: unknown,
  takeStep: () => void,
  folder = cacheFolder('executions'),
  now = (): number => performance.now(),
): void {
  const file = join(folder, `${createHash('sha256').update(JSON.stringify(facts)).digest('hex')}.json`);
  const choice = remembered(file) ?? remember(file, measured(execution, takeStep, now));
  if (choice && execution.kind !== 'eager') execution.use(choice.kind);
}

/** @returns null when one of the kinds does not run; the execution then goes on as one that does */
function measured(execution: Execution, takeStep: () => void, now: () => number): Choice | null {
  const leastSeconds = { graph: Infinity, xla: Infinity };
  for (let i = 0; i < repetitions + 2; i++)
    for (const kind of kinds) {
      execution.use(kind);
      const start = now();
      takeStep();
      if (execution.kind !== kind) return null;
      // The first times record, compile and fill caches.
      if (i >= 2) leastSeconds[kind] = Math.min(leastSeconds[kind], (now() - start) / 1000);
    }
  return { kind: leastSeconds.xla < margin * leastSeconds.graph ? 'xla' : 'graph', leastSeconds };
}

function remembered(file: string): Choice | null {
  if (!existsSync(file)) return null;
  try {
    return choiceSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    rmSync(file); // it is nothing that was written here
    return null;
  }
}

/** Of processes that measure at the same time, the first to finish decides. What cannot be remembered is not chosen. */
function remember(file: string, choice: Choice | null): Choice | null {
  if (!choice) return null;
  const partial = `${file}.${process.pid}`;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(partial, JSON.stringify(choice));
    linkSync(partial, file);
  } catch {
    // Another process was first, or the folder cannot be written: what is read below tells.
  }
  if (existsSync(partial)) rmSync(partial);
  return remembered(file) ?? { ...choice, kind: 'graph' };
}
