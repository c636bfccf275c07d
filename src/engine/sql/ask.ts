/** Puts a question in SQL to a process of its own, which is ended when it takes too long. */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#base/refusal';
import type { SqlAnswer } from '#contract/api';
import { refused } from '../store/question.ts';
import type { Question } from './index.ts';

const usualRows = 1000;
const mostRows = 100_000;
const usualSeconds = 10;

type Said = { readonly answer: Omit<SqlAnswer, 'seconds'> } | { readonly refused: string } | { readonly fault: string };

/**
 * @param file the store; it may be in use
 * @throws Refusal `query_refused`, `option_invalid`
 */
export async function askStore(
  file: string,
  query: string,
  { rows = usualRows, seconds = usualSeconds }: { readonly rows?: number; readonly seconds?: number } = {},
): Promise<SqlAnswer> {
  if (!Number.isInteger(rows) || rows < 1 || rows > mostRows)
    throw new Refusal('option_invalid', `${rows} is not a number of rows.`, {
      field: 'rows',
      remedy: `Choose a whole number from 1 to ${mostRows}.`,
    });
  const startedAt = performance.now();
  const said = await inOwnProcess({ file, query, rows }, seconds);
  if ('refused' in said) throw refused(said.refused);
  if ('fault' in said) throw new Error(said.fault);
  return { ...said.answer, seconds: (performance.now() - startedAt) / 1000 };
}

function inOwnProcess(question: Question, seconds: number): Promise<Said> {
  const child = fork(entry(), [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let ending = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (ending += text));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(refused(`No answer within ${seconds} s; the question was ended.`));
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.once('message', (message) => resolve(message as Said));
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(late);
      resolve({ fault: `The process that asks the store ended without an answer. ${ending}` });
    });
    child.send(question);
  });
}

/** In its own folder in a checkout; in the bundle beside the entries, one folder up from shared chunks. */
function entry(): string {
  const places = import.meta.url.endsWith('.ts') ? ['./index.ts'] : ['./sql.js', '../sql.js'];
  const files = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return files.find((file) => existsSync(file)) ?? files[0]!;
}
