/** Runs recorded functions in sessions of the native library. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Bytes } from './protobuf.ts';
import type { Recording } from './recorder.ts';
import { inputName, outputName, savedModel, tag } from './saved-model.ts';

/** What running needs of the native backend. */
interface SessionBackend {
  readonly binding: {
    readonly TF_Version: string;
    loadSavedModel(folder: string, tags: string): number;
    deleteSavedModel(session: number): void;
  };
  runSavedModel(
    session: number,
    inputs: readonly tf.Tensor[],
    inputInfos: readonly { readonly name: string }[],
    outputNames: readonly string[],
  ): tf.Tensor[];
}

/** A recorded function that can be called. Nothing stays in it from call to call. */
export interface Session {
  /** The caller owns the outputs. Tensors in the processor's memory go in and out without being copied. */
  run(inputs: readonly tf.Tensor[]): tf.Tensor[];
  dispose(): void;
}

/** Loads a recording. @throws Error with the library's words when it does not take the graph */
export function openSession(recording: Recording, xla: boolean, folder = cacheFolder('graphs')): Session {
  const backend = tf.backend() as unknown as SessionBackend;
  const { binding } = backend;
  const session = binding.loadSavedModel(storeSomewhere(savedModel(recording, xla), folder), tag);
  const inputInfos = recording.inputs.map((_input, at) => ({ name: inputName(at) }));
  const outputNames = recording.outputs.map((_output, at) => outputName(at));
  return {
    run: (inputs) => backend.runSavedModel(session, inputs, inputInfos, outputNames),
    dispose: () => binding.deleteSavedModel(session),
  };
}

/** Where things are kept between processes that can be made again. */
export function cacheFolder(name: string): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'aioli-workbench', name);
}

/** The library loads files only, so a folder that cannot be written must not keep a graph from being loaded. */
function storeSomewhere(graph: Bytes, folder: string): string {
  try {
    return store(graph, folder);
  } catch {
    return store(graph, join(tmpdir(), 'aioli-workbench-graphs'));
  }
}

/** Keeps a graph under the digest of its content. @returns its folder */
function store(graph: Bytes, folder: string): string {
  const place = join(folder, createHash('sha256').update(graph).digest('hex'));
  const file = join(place, 'saved_model.pb');
  if (existsSync(file) && statSync(file).size === graph.length) return place;
  mkdirSync(place, { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, graph);
  renameSync(partial, file); // another process may load it at the same time
  return place;
}
