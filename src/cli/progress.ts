/** Progress on stderr: one line that is written over on a terminal, now and then a plain line elsewhere. */
import type { EngineNews } from '#contract/api';
import type { Engine } from '#engine/engine';
import type { Stream } from './command.ts';

export interface ProgressLine {
  /** Shows where things stand; seldom when the stream is no terminal. */
  show(text: string): void;
  /** Writes a line that stays. */
  say(text: string): void;
  clear(): void;
}

/** Plain lines come at most this often. */
const plainEveryMs = 10_000;

export function openProgressLine(stream: Stream, now: () => number = () => performance.now()): ProgressLine {
  const isTerminal = stream.isTTY === true;
  let shown = false;
  let lastPlain = -Infinity;
  const clear = (): void => {
    if (isTerminal && shown) stream.write('\r\u001b[K');
    shown = false;
  };
  return {
    show: (text) => {
      if (isTerminal) {
        stream.write(
          `\r\u001b[K${Array.from(text)
            .slice(0, (stream.columns ?? 80) - 1)
            .join('')}`,
        );
        shown = true;
      } else if (now() - lastPlain >= plainEveryMs) {
        lastPlain = now();
        stream.write(`${text}\n`);
      }
    },
    say: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    clear,
  };
}

/** Shows reading, tokenising and fetching. @returns a function that stops */
export function showTasks(engine: Pick<Engine, 'on'>, stream: Stream): () => void {
  const line = openProgressLine(stream);
  const stop = engine.on('taskMoved', (task) => {
    if (task.isFinished) line.clear();
    else line.show(taskText(task));
  });
  return () => {
    stop();
    line.clear();
  };
}

function taskText({ label, done, total }: EngineNews['taskMoved']): string {
  return total > 0 ? `${label}: ${Math.round((100 * done) / total)} %` : `${label} …`;
}
