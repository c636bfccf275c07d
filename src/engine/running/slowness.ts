/** "Why is it slow?": what in the samples of a run holds it back, each finding with what helps. */
import { formatBytes, formatShare } from '#base/format';
import type { MachineSample } from '#contract/api';

export interface SlownessFacts {
  /** Backend and device in words. */
  readonly device: string | null;
  readonly cores: number;
  /** Bytes of the computer. */
  readonly memory: number;
  /** Trainers that may work at a time. */
  readonly slots: number;
  readonly batch: number;
  readonly samples: readonly MachineSample[];
}

/** Fewer samples than this say nothing. */
const leastSamples = 6;

/** @returns sentences, the weightiest first; empty when nothing stands out */
export function findingsOf(facts: SlownessFacts): readonly string[] {
  return [backend(facts), memory(facts), fall(facts), cores(facts), shared(facts)].filter((found) => found !== null);
}

function backend({ device }: SlownessFacts): string | null {
  if (device === null) return null;
  if (device.startsWith('cpu'))
    return 'It trains in plain JavaScript, the slowest backend. The command aioli doctor says what keeps TensorFlow from being used.';
  if (device.startsWith('webgpu') && device.includes('software'))
    return 'It trains by WebGPU on a driver in software, far slower than any other backend. Name none, or install the driver of the graphics card.';
  if (device.startsWith('wasm'))
    return 'It trains in WebAssembly. TensorFlow is several times as fast; The command aioli doctor says what keeps it from being used.';
  return null;
}

function memory({ memory: total, samples }: SlownessFacts): string | null {
  const most = Math.max(0, ...samples.map((sample) => sample.memory));
  if (most < 0.93 * total) return null;
  return `Memory was nearly full (${formatBytes(most)} of ${formatBytes(total)}): the system may have swapped. Use fewer trainers at a time or a smaller batch.`;
}

/** Speed of the last quarter against the best quarter. */
function fall({ samples }: SlownessFacts): string | null {
  const speeds = samples.flatMap(({ tokensPerSecond }) => (tokensPerSecond === null ? [] : [tokensPerSecond]));
  if (speeds.length < 4 * leastSamples) return null;
  const quarter = Math.floor(speeds.length / 4);
  const quarters = [0, 1, 2, 3].map((n) => median(speeds.slice(n * quarter, (n + 1) * quarter)));
  const [best, last] = [Math.max(...quarters), quarters[3]!];
  if (last > 0.75 * best) return null;
  return `Its speed fell by ${formatShare(1 - last / best, 0)} %. Another program may use the computer, or the processor became too hot.`;
}

function cores({ samples, cores: count, batch, slots }: SlownessFacts): string | null {
  if (samples.length < leastSamples || samples.some(({ gpu }) => gpu !== null && gpu > 0.3)) return null;
  const busy = median(samples.map(({ cpu }) => cpu));
  if (busy > 0.6) return null;
  return `Only ${formatShare(busy, 0)} % of ${count} cores were busy: the model or the batch of ${batch} is too small to fill them. More than ${slots} ${slots === 1 ? 'trainer' : 'trainers'} at a time would use the rest.`;
}

function shared({ slots, cores: count }: SlownessFacts): string | null {
  if (slots <= Math.max(1, count / 2)) return null;
  return `${slots} trainers at a time share ${count} cores; each is slower than it would be alone.`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
