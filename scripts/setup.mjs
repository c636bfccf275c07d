/** `npm run setup`: provides Node, Electron and the native TensorFlow backend, and says what is there. */
import { setUp } from './setup/parts.mjs';
import { readableParts } from './setup/summary.mjs';
import { stateFile } from './setup/places.mjs';

const { parts } = await setUp({ retry: true });
process.stdout.write(`${readableParts(parts)}\n\nRecorded in ${stateFile}\n`);
// Without a Node nothing works; without Electron the command line does, without TensorFlow training does (wasm).
process.exitCode = parts.node.state === 'ready' ? 0 : 1;
