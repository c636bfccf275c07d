/** A thread that encodes parts of a stored text, in the order in which it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { openTokenizer } from '../tokenizers/index.ts';
import type { WorkerSetting } from './crew.ts';
import { PartEncoder } from './part-encoder.ts';
import type { Part } from './parts.ts';

const { textFolder, tokenizer: wanted, endsDocuments } = workerData as WorkerSetting;
const tokenizer = await openTokenizer(wanted.source);
if (tokenizer.id !== wanted.id) throw new Error(`${wanted.source} is ${tokenizer.id} now, not ${wanted.id}`);
const encoder = new PartEncoder(textFolder, tokenizer, endsDocuments);
const port = parentPort!;
port.on('message', (part: Part) => {
  const { train, val, test } = encoder.encode(part);
  port.postMessage({ train, val, test }, [train.buffer, val.buffer, test.buffer]);
});
