/** Models as Hugging Face folders: config.json and model.safetensors of GPTNeoXForCausalLM. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '#base/refusal';
import type { ModelShape } from '#contract/trainer';
import { parameterCount, parametersOf } from './model.ts';
import { openSafetensors, writeSafetensors } from './safetensors.ts';

const count = z.int().min(1);
const configSchema = z.object({
  model_type: z.literal('gpt_neox'),
  vocab_size: count,
  hidden_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  intermediate_size: count,
  rotary_pct: z.number().min(0).max(1).default(0.25),
  rotary_emb_base: z.number().positive().default(10_000),
  max_position_embeddings: count,
  use_parallel_residual: z.boolean().default(true),
  hidden_act: z.literal('gelu').default('gelu'),
  layer_norm_eps: z.number().positive().default(1e-5),
  tie_word_embeddings: z.literal(false).default(false),
  attention_bias: z.literal(true).default(true),
});

/** transformers 5 writes this tensor under another name; the published models, and all versions' readers, use the first. */
const laterNames: Readonly<Record<string, string>> = { 'embed_out.weight': 'lm_head.weight' };

/** Shape of the model in a folder. @throws Refusal `file_missing`, `model_invalid` with the field */
export function readShape(folder: string): ModelShape {
  const file = join(folder, 'config.json');
  const parsed = configSchema.safeParse(readJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new Refusal('model_invalid', `config.json: ${issue.message}`, {
      file,
      field: issue.path.join('.'),
      remedy: 'Use a GPT-NeoX model with exact GELU, untied embeddings and biases, as the Pythia models are.',
    });
  }
  const config = parsed.data;
  return {
    vocabularySize: config.vocab_size,
    hiddenSize: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    intermediateSize: config.intermediate_size,
    rotaryShare: config.rotary_pct,
    rotaryBase: config.rotary_emb_base,
    context: config.max_position_embeddings,
    parallelResidual: config.use_parallel_residual,
    layerNormEpsilon: config.layer_norm_eps,
  };
}

/** Parameters of a safetensors file as the flat vector. @throws Refusal `model_invalid` when they do not fit `shape` */
export function readParameters(file: string, shape: ModelShape): Float32Array {
  const tensors = openSafetensors(file);
  try {
    const flat = new Float32Array(parameterCount(shape));
    for (const { name, shape: wanted, offset } of parametersOf(shape)) {
      const stored = tensors.names.includes(name) ? name : (laterNames[name] ?? name);
      const found = tensors.shape(stored);
      if (found.join() !== wanted.join())
        throw new Refusal('model_invalid', `${name} has the shape ${found.join('×')}, not ${wanted.join('×')}.`, {
          file,
          field: name,
          remedy: 'Use weights that belong to the config.json beside them.',
        });
      flat.set(tensors.floats(stored), offset);
    }
    return flat;
  } finally {
    tensors.close();
  }
}

/** Writes config.json and model.safetensors. @param flat parameters in the order of `parametersOf` */
export async function writeModel(folder: string, shape: ModelShape, flat: Float32Array): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const entries = parametersOf(shape).map(({ name, shape: size, offset, size: length }) => ({
    name,
    shape: size,
    type: 'F32' as const,
    data: () => flat.subarray(offset, offset + length),
  }));
  await writeSafetensors(join(folder, 'model.safetensors'), entries, { format: 'pt' });
  const file = join(folder, 'config.json');
  writeFileSync(`${file}.part`, `${JSON.stringify(configOf(shape), null, 2)}\n`);
  renameSync(`${file}.part`, file);
}

function configOf(shape: ModelShape): Record<string, unknown> {
  return {
    architectures: ['GPTNeoXForCausalLM'],
    model_type: 'gpt_neox',
    vocab_size: shape.vocabularySize,
    hidden_size: shape.hiddenSize,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    intermediate_size: shape.intermediateSize,
    rotary_pct: shape.rotaryShare,
    rotary_emb_base: shape.rotaryBase,
    max_position_embeddings: shape.context,
    use_parallel_residual: shape.parallelResidual,
    hidden_act: 'gelu',
    layer_norm_eps: shape.layerNormEpsilon,
    tie_word_embeddings: false,
    initializer_range: 0.02,
    attention_bias: true,
    torch_dtype: 'float32',
  };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Refusal('file_missing', `${file} cannot be read.`, { file, remedy: 'Check the path.' }, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Refusal(
      'file_malformed',
      `${file} is not JSON.`,
      { file, remedy: 'Use a complete model folder.' },
      { cause },
    );
  }
}
