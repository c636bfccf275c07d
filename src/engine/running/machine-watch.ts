/** Looks at the computer every few seconds while runs train, so that the charts can say how it did. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import type { MachineSample, RunId } from '#contract/api';
import type { Store } from '../store/index.ts';

export interface WatchSetting {
  readonly store: Store;
  readonly training: () => readonly RunId[];
  readonly freeBytes: () => number;
  readonly everySeconds: number;
  /** Called after each look while something trains. */
  readonly onLook: () => void;
}

/** @returns a function that stops */
export function watchMachine({ store, training, freeBytes, everySeconds, onLook }: WatchSetting): () => void {
  const busy = openCpuMeter();
  const gpu = openGpuMeter();
  const look = (): void => {
    const runs = training();
    const cpu = busy();
    gpu.ask(runs.length > 0);
    if (runs.length === 0) return;
    const computer = {
      at: Date.now(),
      cpu,
      memory: totalmem() - availableMemory(),
      trainerMemory: trainerMemory(),
      freeDisk: freeBytes(),
      ...gpu.last(),
    };
    store.transaction(() => {
      for (const id of runs) {
        const { step, learningSteps, tokensPerSecond } = store.runs.get(id)!;
        store.samples.add(id, { ...computer, step, learningSteps, tokensPerSecond });
      }
    });
    onLook();
  };
  const timer = setInterval(look, everySeconds * 1000);
  timer.unref();
  return () => clearInterval(timer);
}

/** Bytes that programs could still get, caches of the system included where it says so. */
export function availableMemory(): number {
  const line = existsSync('/proc/meminfo')
    ? /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))
    : null;
  return line ? Number(line[1]) * 1024 : freemem();
}

/** @returns the share of all cores that was busy since the last call */
function openCpuMeter(): () => number {
  const read = () =>
    cpus().reduce(
      ({ busy, all }, { times }) => {
        const total = times.user + times.nice + times.sys + times.idle + times.irq;
        return { busy: busy + total - times.idle, all: all + total };
      },
      { busy: 0, all: 0 },
    );
  let before = read();
  return () => {
    const now = read();
    const share = now.all > before.all ? (now.busy - before.busy) / (now.all - before.all) : 0;
    before = now;
    return share;
  };
}

const pageBytes = 4096;

/** Bytes of this engine's child processes, which are its trainers; null where the system does not list them. */
function trainerMemory(): number | null {
  const tasks = '/proc/self/task';
  if (!existsSync(`${tasks}/${process.pid}/children`)) return null;
  const children = readdirSync(tasks).flatMap((task) => readIfThere(`${tasks}/${task}/children`).split(' '));
  const pages = children
    .filter((pid) => pid.trim() !== '')
    .map((pid) => Number(readIfThere(`/proc/${pid.trim()}/statm`).split(' ')[1] ?? 0));
  return pages.reduce((sum, count) => sum + count, 0) * pageBytes;
}

/** A process may end while it is looked at. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

type GpuReading = Pick<MachineSample, 'gpu' | 'gpuMemory'>;

/** Asks nvidia-smi, which takes its time; the answer counts for the next look. Without one it is not asked again. */
function openGpuMeter() {
  let reading: GpuReading = { gpu: null, gpuMemory: null };
  let isThere = true;
  let isAsking = false;
  return {
    last: (): GpuReading => reading,
    ask: (isNeeded: boolean): void => {
      if (!isNeeded || !isThere || isAsking) return;
      isAsking = true;
      const query = ['--query-gpu=utilization.gpu,memory.used', '--format=csv,noheader,nounits'];
      execFile('nvidia-smi', query, { timeout: 4000 }, (error, stdout) => {
        isAsking = false;
        const cells = stdout.split('\n')[0]!.split(',').map(Number);
        if (error || cells.length < 2 || cells.some(Number.isNaN)) {
          isThere = false;
          return;
        }
        reading = { gpu: cells[0]! / 100, gpuMemory: cells[1]! * 2 ** 20 };
      });
    },
  };
}
