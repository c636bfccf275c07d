/** Any graphics card by WebGPU, which Dawn's bindings for Node bring to Vulkan, Metal and Direct3D 12. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { formatBytes } from '#base/format';
import { Loss } from '#base/refusal';
import { type Backend, type BasicOperations, type Running, Unusable } from './backend.ts';
import { composed } from './composed.ts';
import { portable } from './portable.ts';

export const webgpu: Backend = {
  id: 'webgpu',
  async start() {
    opened ??= open();
    try {
      const running = await opened;
      await tf.setBackend('webgpu');
      return running;
    } catch (error) {
      opened = null; // a driver may be there the next time
      throw error;
    }
  },
};

/** The card of this process, one for all that ask. */
let opened: Promise<Running> | null = null;
/** Dawn ends when nothing refers to it any more. */
let dawn: GPU | null = null;

async function open(): Promise<Running> {
  const adapter = await findAdapter();
  const device = await openDevice(adapter);
  const backend = await makeBackend(device, adapter.info);
  failReadsOf(backend, device);
  tf.registerBackend('webgpu', () => backend);
  const { isFallbackAdapter: isSoftware } = adapter.info;
  return {
    id: 'webgpu',
    device: `TensorFlow.js ${tf.version_core} by WebGPU, ${describe(adapter)}`,
    operations: composed(basic),
    graphs: 'none',
    largestTensorBytes: largestTensor(adapter.limits),
    ...(isSoftware && { avoided: 'Its driver computes on the processor, which the other backends use far better.' }),
  };
}

async function findAdapter(): Promise<GPUAdapter> {
  let adapter: GPUAdapter | null;
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    dawn = create([]);
    adapter = await dawn.requestAdapter({ powerPreference: 'high-performance' });
  } catch (cause) {
    const remedy =
      'Run `npm install` again. It needs macOS, Windows, or Linux with glibc 2.34 or newer, on x64 or arm64.';
    throw new Unusable(`WebGPU does not load: ${firstLine(cause)}`, remedy, { cause });
  }
  if (adapter) return adapter;
  const vulkan =
    'Install or update the Vulkan loader and the driver of the graphics card: on Debian and Ubuntu `libvulkan1` and `mesa-vulkan-drivers`, for NVIDIA its own driver.';
  throw new Unusable(
    'WebGPU finds no graphics card that it can use.',
    process.platform === 'linux' ? vulkan : "Update the graphics card's driver.",
  );
}

/** What TensorFlow.js asks of a card: its largest tensors and groups of threads, not WebGPU's small common ones. */
const raisedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function openDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]]));
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (cause) {
    const remedy = "Update the graphics card's driver.";
    throw new Unusable(`The graphics card does not open: ${firstLine(cause)}`, remedy, { cause });
  }
}

/** TensorFlow.js looks for WebGPU where browsers have it, but is handed the device. */
async function makeBackend(device: GPUDevice, info: GPUAdapterInfo): Promise<WebGPUBackend> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  Object.defineProperty(navigator, 'gpu', { value: dawn, configurable: true });
  try {
    return new WebGPUBackend(device, info);
  } finally {
    Reflect.deleteProperty(navigator, 'gpu');
  }
}

/** A card says later and elsewhere that it failed; what is read from then on would be wrong, so reading fails. */
function failReadsOf(backend: WebGPUBackend, device: GPUDevice): void {
  let failure: Loss | null = null;
  const fail = (reason: string): void => void (failure ??= new Loss(`The graphics card failed: ${reason}`));
  device.addEventListener('uncapturederror', ({ error }) => fail(firstLine(error)));
  void device.lost.then(({ message }) => fail(message));
  const read = backend.read.bind(backend);
  backend.read = async (id) => {
    const values = await read(id).catch((error: unknown) => fail(firstLine(error)));
    if (failure) throw failure;
    return values!;
  };
}

/** Name and driver, whether it is hardware, and its largest tensor. */
function describe({ info, limits }: GPUAdapter): string {
  const name = info.device.replaceAll('-', ' ').trim() || info.vendor || 'unnamed';
  const kind = info.isFallbackAdapter ? 'a driver in software' : 'hardware';
  const largest = formatBytes(largestTensor(limits));
  return `${[name, info.description].filter(Boolean).join(', ')} (${kind}, tensors up to ${largest})`;
}

/** Bytes. */
function largestTensor({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

function firstLine(error: unknown): string {
  const message = error instanceof Error || error instanceof GPUError ? error.message : String(error);
  return message.split('\n')[0]!;
}

/** `MatMulPackedProgram` of TensorFlow.js, and its own choice. */
const oneOrder = 3;
const itsChoice = -1;
/** From this many terms on it may share out a sum to threads that add in any order, so that last digits change. */
const longSum = 2000;

const basic: BasicOperations = {
  ...portable,
  matMul: (a, b, transposeA, transposeB) => {
    const terms = a.shape.at(transposeA ? -2 : -1)!;
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', terms < longSum ? itsChoice : oneOrder);
    return tf.matMul(a, b, transposeA, transposeB);
  },
  // As a product: the kernel that scatters adds in any order.
  sumRowsByIndex: (rows, indices, count) => {
    const hits = tf.cast(tf.oneHot(indices, count), 'float32'); // (N,count)
    return basic.matMul(hits as tf.Tensor2D, rows, true, false);
  },
};
