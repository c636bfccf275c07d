import { expect, test } from 'vitest';
import { requirementsOfExtra } from './python-wheels.mjs';
import { checkBuildTools } from './tensorflow-addon.mjs';
import { hasNvidiaDriver, includesOf, isOfCudaRuntime } from './tensorflow-library.mjs';
import { flavoursToTry, isTensorflowSettled, tensorflowEnvironment } from './tensorflow.mjs';

test('tries CUDA first where an NVIDIA driver is, and obeys a choice', () => {
  expect(flavoursToTry('auto', true)).toEqual(['cuda', 'cpu']);
  expect(flavoursToTry('auto', false)).toEqual(['cpu']);
  expect(flavoursToTry('cuda', false)).toEqual(['cuda']);
  expect(() => flavoursToTry('off', true)).toThrow(expect.objectContaining({ state: 'off' }));
  expect(() => flavoursToTry('gpu', true)).toThrow('auto, cpu, cuda, off');
});

test('sees a driver by its file or by its program', () => {
  const none = { exists: () => false, find: () => undefined };
  expect(hasNvidiaDriver(none)).toBe(false);
  expect(hasNvidiaDriver({ ...none, exists: (path) => path === '/proc/driver/nvidia/version' })).toBe(true);
  expect(hasNvidiaDriver({ ...none, find: () => '/usr/bin/nvidia-smi' })).toBe(true);
});

test('names the program that is missing and how to get it, before anything is downloaded', () => {
  const find = (name) => (name === 'g++' ? undefined : `/usr/bin/${name}`);
  expect(() => checkBuildTools('/no/cache', find)).toThrow(
    expect.objectContaining({
      message: 'g++ is not installed; it is needed to build the TensorFlow binding.',
      remedy: expect.stringContaining('apt-get install python3 make g++'),
    }),
  );
});

test('leaves a failure alone at a start and tries it again in an explicit set-up', () => {
  const part = { state: 'failed', choice: 'auto' };
  const options = { env: {}, cache: '/no/cache', hasNvidia: () => false };
  expect(isTensorflowSettled(part, options)).toBe(true);
  expect(isTensorflowSettled(part, { ...options, retry: true })).toBe(false);
  expect(isTensorflowSettled(part, { ...options, env: { AIOLI_TENSORFLOW: 'cpu' } })).toBe(false);
  expect(isTensorflowSettled(undefined, options)).toBe(false);
  expect(isTensorflowSettled({ state: 'unsupported', choice: 'auto' }, { ...options, retry: true })).toBe(true);
});

test('tells trainers where CUDA is, and keeps what a person set', () => {
  const cuda = tensorflowEnvironment({ state: 'ready', flavour: 'cuda' }, { LD_LIBRARY_PATH: '/mine' }, '/c');
  expect(cuda.LD_LIBRARY_PATH).toBe('/c/tensorflow-2.21.0-cuda-linux-x64/lib:/mine');
  expect(cuda.TF_FORCE_GPU_ALLOW_GROWTH).toBe('true');
  expect(tensorflowEnvironment({ state: 'ready', flavour: 'cpu' }, {}, '/c')).toEqual({ TF_CPP_MIN_LOG_LEVEL: '2' });
  expect(tensorflowEnvironment(undefined, { TF_CPP_MIN_LOG_LEVEL: '0' }, '/c')).toEqual({ TF_CPP_MIN_LOG_LEVEL: '0' });
});

test('reads from the metadata what an extra asks for', () => {
  const metadata = [
    'Requires-Dist: numpy>=1.26.0',
    'Requires-Dist: nvidia-cublas-cu12<13.0,>=12.5.3.2; extra == "and-cuda"',
    'Requires-Dist: nvidia-nccl-cu12 (>=2.27.7) ; extra == "and-cuda"',
    'Requires-Dist: other>=1; extra == "gcs-filesystem"',
  ].join('\n');
  expect(requirementsOfExtra(metadata, 'and-cuda')).toEqual([
    'nvidia-cublas-cu12<13.0,>=12.5.3.2',
    'nvidia-nccl-cu12>=2.27.7',
  ]);
});

test('follows includes as written and beside the header', () => {
  expect(includesOf('#include "b.h"\n# include <xla/c.h>\n// #include "no.h"', 'tensorflow/c/a.h')).toEqual([
    'b.h',
    'tensorflow/c/b.h',
    'xla/c.h',
    'tensorflow/c/xla/c.h',
  ]);
});

test('takes libraries, ptxas and libdevice from the NVIDIA wheels', () => {
  const kept = [
    'nvidia/cublas/lib/libcublas.so.12',
    'nvidia/cuda_nvcc/bin/ptxas',
    'nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc',
    'nvidia/cublas/include/cublas.h',
    'nvidia/cublas/lib/libcublas_static.a',
    'nvidia/cublas/__init__.py',
  ].filter(isOfCudaRuntime);
  expect(kept).toHaveLength(3);
});
