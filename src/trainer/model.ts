/**
 * The whole model: GPT-NeoX (the architecture of Pythia). Parameters are one flat vector, cut into named tensors in a
 * fixed order; names and shapes are those of Hugging Face's GPTNeoXForCausalLM.
 * B sequences, T tokens each, C = hiddenSize, F = intermediateSize, V = vocabularySize.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '#base/random';
import type { ModelShape } from '#contract/trainer';
import type { Operations, Positions } from './backends/backend.ts';
import * as layers from './layers.ts';

/** One named tensor of the model and where it lies in the flat vector. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
  readonly initial: 'normal' | 'zeros' | 'ones';
  /** Weight decay spares biases and layer norms. */
  readonly isDecayed: boolean;
}

/** All parameters in the order of the flat vector. */
export function parametersOf(shape: ModelShape): readonly Parameter[] {
  const { vocabularySize: V, hiddenSize: C, intermediateSize: F } = shape;
  const list: Parameter[] = [];
  const put = (name: string, size: readonly number[], initial: Parameter['initial'], isDecayed: boolean): void => {
    const last = list.at(-1);
    const offset = last ? last.offset + last.size : 0;
    list.push({ name, shape: size, offset, size: size.reduce((a, b) => a * b, 1), initial, isDecayed });
  };
  const matrix = (name: string, rows: number, columns: number): void =>
    put(`${name}.weight`, [rows, columns], 'normal', true);
  const linear = (name: string, rows: number, columns: number): void => {
    matrix(name, rows, columns);
    put(`${name}.bias`, [rows], 'zeros', false);
  };
  const norm = (name: string): void => {
    put(`${name}.weight`, [C], 'ones', false);
    put(`${name}.bias`, [C], 'zeros', false);
  };
  matrix('gpt_neox.embed_in', V, C);
  for (let i = 0; i < shape.layers; i++) {
    const layer = `gpt_neox.layers.${i}`;
    norm(`${layer}.input_layernorm`);
    norm(`${layer}.post_attention_layernorm`);
    linear(`${layer}.attention.query_key_value`, 3 * C, C);
    linear(`${layer}.attention.dense`, C, C);
    linear(`${layer}.mlp.dense_h_to_4h`, F, C);
    linear(`${layer}.mlp.dense_4h_to_h`, C, F);
  }
  norm('gpt_neox.final_layer_norm');
  matrix('embed_out', V, C);
  return list;
}

export function parameterCount(shape: ModelShape): number {
  const last = parametersOf(shape).at(-1)!;
  return last.offset + last.size;
}

/** Fresh parameters: normal with standard deviation 0.02, biases 0, layer norms 1. */
export function initialParameters(shape: ModelShape, random: Random): Float32Array {
  const values = new Float32Array(parameterCount(shape));
  for (const { offset, size, initial } of parametersOf(shape)) {
    if (initial === 'ones') values.fill(1, offset, offset + size);
    if (initial === 'normal') for (let i = offset; i < offset + size; i++) values[i] = 0.02 * random.normal();
  }
  return values;
}

/** The parameters as named tensors. */
export type Weights = readonly tf.Tensor[];

/** The forward pass of one shape on one backend. Its tables of positions stay until `dispose`. */
export interface Model {
  readonly parameters: readonly Parameter[];
  readonly parameterCount: number;
  /** What it is computed with. */
  readonly operations: Operations;
  /** Cuts the flat vector; the caller owns the tensors. */
  split(flat: tf.Tensor1D): Weights;
  /** Tokens (B·T) -> logits (B·T,V) of the token that follows each. */
  logits(weights: Weights, tokens: tf.Tensor1D, time: number): tf.Tensor2D;
  /** Mean loss of each sequence (B) over its T-1 predictions, nats per token. @param tokens (B,T) */
  losses(weights: Weights, tokens: tf.Tensor2D): tf.Tensor1D;
  /** Loss of every prediction (B,T-1), nats; forward only. @param tokens (B,T) */
  tokenLosses(weights: Weights, tokens: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

export function gptNeoX(shape: ModelShape, operations: Operations): Model {
  const parameters = parametersOf(shape);
  const indexOf = new Map(parameters.map(({ name }, index) => [name, index]));
  const positions = new Map<number, Positions>();

  const positionsFor = (time: number): Positions => {
    const known = positions.get(time);
    if (known) return known;
    const made = makePositions(shape, time);
    positions.set(time, made);
    return made;
  };

  const logits: Model['logits'] = (weights, tokens, time) => {
    const at = (name: string): tf.Tensor => weights[indexOf.get(name)!]!;
    const linear = (name: string, x: tf.Tensor2D): tf.Tensor2D =>
      layers.linear(operations, x, at(`${name}.weight`) as tf.Tensor2D, at(`${name}.bias`) as tf.Tensor1D);
    const norm = (name: string, x: tf.Tensor2D): tf.Tensor2D =>
      layers.layerNorm(
        operations,
        x,
        at(`${name}.weight`) as tf.Tensor1D,
        at(`${name}.bias`) as tf.Tensor1D,
        shape.layerNormEpsilon,
      );
    const attend = (layer: string, x: tf.Tensor2D): tf.Tensor2D => {
      const fused = linear(`${layer}.attention.query_key_value`, x); // (N,3C)
      const mixed = layers.attention(operations, fused, shape.heads, positionsFor(time)); // (N,C)
      return linear(`${layer}.attention.dense`, mixed);
    };
    const feed = (layer: string, x: tf.Tensor2D): tf.Tensor2D => {
      const wide = layers.gelu(operations, linear(`${layer}.mlp.dense_h_to_4h`, x)); // (N,F)
      return linear(`${layer}.mlp.dense_4h_to_h`, wide);
    };

    let x = layers.embedding(operations, at('gpt_neox.embed_in.weight') as tf.Tensor2D, tokens); // (N,C)
    for (let i = 0; i < shape.layers; i++) {
      const layer = `gpt_neox.layers.${i}`;
      const attended = attend(layer, norm(`${layer}.input_layernorm`, x));
      if (shape.parallelResidual) {
        x = layers.add(feed(layer, norm(`${layer}.post_attention_layernorm`, x)), attended, x);
      } else {
        x = layers.add(attended, x);
        x = layers.add(feed(layer, norm(`${layer}.post_attention_layernorm`, x)), x);
      }
    }
    return layers.project(operations, norm('gpt_neox.final_layer_norm', x), at('embed_out.weight') as tf.Tensor2D); // (N,V)
  };

  return {
    parameters,
    parameterCount: parameterCount(shape),
    operations,
    split: (flat) =>
      tf.tidy(() => {
        const pieces = operations.split(
          flat,
          parameters.map(({ size }) => size),
        );
        return pieces.map((piece, i) => tf.reshape(piece, [...parameters[i]!.shape]));
      }),
    logits,
    losses: (weights, tokens) => {
      const { inputs, targets, batch, time } = shifted(tokens);
      return layers.sequenceLosses(operations, logits(weights, inputs, time), targets, batch);
    },
    tokenLosses: (weights, tokens) => {
      const { inputs, targets, batch, time } = shifted(tokens);
      const [losses] = operations.crossEntropy(logits(weights, inputs, time), targets);
      return tf.reshape(losses, [batch, time]);
    },
    dispose: () => {
      for (const { cosines, sines, turn, mask } of positions.values()) tf.dispose([cosines, sines, turn, mask]);
      positions.clear();
    },
  };
}

/** Every token (B,T) but the last of each sequence, and the token that follows each; both (B·(T-1)). */
function shifted(tokens: tf.Tensor2D) {
  const [batch, length] = tokens.shape;
  const time = length - 1;
  const from = (first: number): tf.Tensor1D => tf.reshape(tf.slice(tokens, [0, first], [batch, time]), [-1]);
  return { inputs: from(0), targets: from(1), batch, time };
}

/** Rotary angles as in GPT-NeoX: position · base^(-2i/R) for i < R/2, repeated, on the first R numbers of each head. */
export function makePositions(shape: ModelShape, time: number): Positions {
  const size = shape.hiddenSize / shape.heads;
  const half = Math.floor(Math.floor(size * shape.rotaryShare) / 2);
  const angle = (t: number, d: number): number => t * shape.rotaryBase ** (-(d % half) / half);
  const isRotated = (d: number): boolean => d < 2 * half;
  const sign = (from: number, to: number): number => {
    if (to < half && from === to + half) return -1;
    return isRotated(to) && from === to - half ? 1 : 0;
  };
  return {
    cosines: table(time, size, (t, d) => (isRotated(d) ? Math.cos(angle(t, d)) : 1)),
    sines: table(time, size, (t, d) => (isRotated(d) ? Math.sin(angle(t, d)) : 0)),
    turn: table(size, size, sign),
    mask: table(time, time, (row, column) => (column > row ? -1e9 : 0)),
    half,
  };
}

/** A tensor that outlives the tidy around it. */
function table(rows: number, columns: number, entry: (row: number, column: number) => number): tf.Tensor2D {
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) values[r * columns + c] = entry(r, c);
  return tf.keep(tf.tensor2d(values, [rows, columns]));
}
