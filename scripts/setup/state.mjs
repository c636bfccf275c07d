/**
 * The record of set-up: one JSON file that the launcher and `aioli doctor` read. Shape: docs/setup.md, "The state file".
 *
 * @typedef {'ready' | 'failed' | 'unsupported' | 'off'} PartState
 * @typedef {object} Part
 * @property {PartState} state
 * @property {string} [reason]  why it is not ready, one sentence
 * @property {string} [remedy]  what a person can do about it, one sentence
 * @property {string} [note]    what a person should know although it is ready
 * @property {string} [path]    the executable or library
 * @property {string} [version]
 * @property {string} [source]  which of the possible places it came from
 * @property {string} checkedAt ISO time of the last attempt
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export const stateVersion = 1;

/** Something a person can mend: recorded with its remedy, never a crash. */
export class SetupFailure extends Error {
  /** @param {string} reason @param {string} remedy @param {ErrorOptions & { state?: PartState }} [options] */
  constructor(reason, remedy, options = {}) {
    super(reason, options);
    this.name = 'SetupFailure';
    this.remedy = remedy;
    this.state = options.state ?? 'failed';
  }
}

/** @returns the recorded state, or undefined when set-up has not run, or ran as another version of itself. */
export function readState(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
  const state = parsed(text);
  return state?.version === stateVersion && state.parts ? state : undefined;
}

/** Writes the whole state at once, so that a reader never sees half of it. */
export function writeState(file, parts) {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ version: stateVersion, parts }, null, 2)}\n`);
  renameSync(temporary, file);
}

/**
 * Runs one part and turns whatever happens into its record.
 *
 * @param {() => Promise<object> | object} work returns the fields of a ready part
 * @param {() => Date} now
 */
export async function recorded(work, now = () => new Date()) {
  try {
    const fields = await work();
    return { state: 'ready', ...fields, checkedAt: now().toISOString() };
  } catch (error) {
    const remedy = error.remedy ?? 'Run `npm run setup` again; if it fails the same way, report the message above.';
    return { state: error.state ?? 'failed', reason: error.message, remedy, checkedAt: now().toISOString() };
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a torn file counts as none: set-up runs again
    throw error;
  }
}
