/** A process that answers one question in SQL and ends: SQLite cannot be interrupted from outside, a process can. */
import { Refusal } from '#base/refusal';
import { answerQuestion } from '../store/question.ts';

/** What the parent sends. */
export interface Question {
  readonly file: string;
  readonly query: string;
  readonly rows: number;
}

process.once('message', ({ file, query, rows }: Question) => {
  const say = (message: unknown): void => void process.send!(message, undefined, {}, () => process.exit(0));
  try {
    say({ answer: answerQuestion(file, query, rows) });
  } catch (error) {
    say(error instanceof Refusal ? { refused: error.message } : { fault: String(error) });
  }
});
