/** Starting the application's own programs: what they find in their environment, and how their end becomes ours. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { setUp } from './parts.mjs';
import { cacheFolder, stateFile } from './places.mjs';
import { SetupFailure } from './state.mjs';
import { tensorflowEnvironment } from './tensorflow.mjs';

/** @returns the parts, after a quick look or, the first time, the whole set-up. @throws {SetupFailure} without a Node */
export async function readyParts() {
  const { parts } = await setUp();
  if (parts.node.state !== 'ready') throw new SetupFailure(parts.node.reason, parts.node.remedy);
  return parts;
}

/** @param {Record<string, import('./state.mjs').Part>} parts */
export function launchEnvironment(parts, env = process.env) {
  return {
    ...env,
    ...tensorflowEnvironment(parts.tensorflow, env, cacheFolder(env)),
    AIOLI_ENGINE_NODE: parts.node.path,
    AIOLI_SETUP_STATE: stateFile,
  };
}

/**
 * Runs a program in this one's place: same terminal, same signals, same exit code.
 *
 * @returns {Promise<number>} the exit code; 128 + n after signal n
 */
export function runInPlace(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    const forward = (signal) => {
      // The terminal sends Ctrl-C to both of us; a second one would mean "at once" to the child.
      if (signal === 'SIGINT' && hasTerminal()) return;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('close', (code, signal) => {
      done();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/**
 * Runs a script's work and gives it an exit code: a failure with a remedy is said in words, anything else is a bug.
 *
 * @param {() => Promise<number>} work
 */
export async function runScript(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`${error.message}\n${error.remedy}\n`);
    process.exitCode = 1;
  }
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch (error) {
    if (error.code) return false;
    throw error;
  }
}
