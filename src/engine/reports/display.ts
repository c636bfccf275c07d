/** Where Electron can print on Linux: the session's display, or a virtual one for as long as it takes. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { Refusal } from '#base/refusal';

/** @throws Refusal `printer_unavailable` when there is no display and no Xvfb */
export async function withDisplay<T>(work: (env: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE']; // it would start a Node without a browser
  if (process.platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) return await work(env);
  const { display, stop } = await startXvfb();
  try {
    return await work({ ...env, DISPLAY: display });
  } finally {
    stop();
  }
}

/** Xvfb picks a free number itself and writes it to its fourth stream. */
function startXvfb(): Promise<{ readonly display: string; readonly stop: () => void }> {
  return new Promise((resolve, reject) => {
    const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const refuse = (cause?: Error): void =>
      reject(
        new Refusal(
          'printer_unavailable',
          'There is no display, and Xvfb, which would stand in for one, did not start.',
          {
            remedy: 'Install it (Debian, Ubuntu: apt-get install xvfb), or write .html and print it in a browser.',
          },
          { cause },
        ),
      );
    child.on('error', refuse);
    child.on('exit', () => refuse());
    let number = '';
    (child.stdio[3] as Readable).setEncoding('utf8').on('data', (text: string) => {
      number += text;
      if (number.includes('\n')) resolve({ display: `:${number.trim()}`, stop: () => void child.kill() });
    });
  });
}
