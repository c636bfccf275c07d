/** Other programs: whether they are there, and running them with a time limit and the end of what they said. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const keptCharacters = 4000;

/** @returns the full path of a program on PATH, or undefined. */
export function findProgram(name, env = process.env) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean))
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (isProgram(candidate)) return candidate;
    }
  return undefined;
}

/** @returns whether a file is there and may be executed. */
export function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch (error) {
    if (error.code) return false;
    throw error;
  }
}

/**
 * Runs a program to its end. Its output goes to stderr when `shown`, and its end is kept for a reason.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitSeconds?: number, shown?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, code: number | null, timedOut: boolean, missing: boolean, stdout: string, tail: string }>}
 */
export function runProgram(command, args, { cwd, env, limitSeconds, shown = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let tail = '';
    let timedOut = false;
    const timer =
      limitSeconds &&
      setTimeout(() => {
        timedOut = true;
        child.kill('SIGKILL');
      }, limitSeconds * 1000);
    const hear = (chunk) => {
      tail = (tail + chunk).slice(-keptCharacters);
      if (shown) process.stderr.write(chunk);
    };
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      hear(chunk);
    });
    child.stderr.on('data', hear);
    child.on('error', (error) => {
      clearTimeout(timer);
      if (error.code !== 'ENOENT') return reject(error);
      resolve({ ok: false, code: null, timedOut, missing: true, stdout, tail });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, code, timedOut, missing: false, stdout, tail });
    });
  });
}

/** The last line that says something, for a one-sentence reason. */
export function lastLine(text) {
  return text.trim().split(/\r?\n/).filter(Boolean).at(-1)?.trim() ?? 'it said nothing';
}
