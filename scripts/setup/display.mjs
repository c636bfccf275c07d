/** Where a window can be shown on Linux: the session's display, or a virtual one for tests. */
import { spawn } from 'node:child_process';
import { findProgram } from './programs.mjs';
import { SetupFailure } from './state.mjs';

/** What Electron and a virtual display need on a bare Debian; the names hold for Debian 12 and 13. */
export const debianPackages = 'xvfb xauth libgtk-3-0 libnss3 libasound2 libgbm1';

const screen = '2560x1440x24';
const startLimitMs = 20_000;

export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/**
 * Starts a virtual display on a number that is free, which Xvfb picks itself.
 *
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export async function startVirtualDisplay() {
  const program = findProgram('Xvfb');
  if (!program)
    throw new SetupFailure(
      'There is no display, and Xvfb, which would stand in for one, is not installed.',
      `Install it (Debian, Ubuntu: apt-get install ${debianPackages}), or run this in a desktop session.`,
    );
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  process.on('exit', stop);
  try {
    return { display: `:${await displayNumber(child)}`, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function displayNumber(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why) =>
      reject(
        new SetupFailure(`Xvfb did not start: ${said.trim() || why}`, 'Start it by hand to see why, or set DISPLAY.'),
      );
    const timer = setTimeout(() => fail('it took too long'), startLimitMs);
    child.stderr.on('data', (chunk) => (said += chunk));
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with ${code}`);
    });
    let number = '';
    child.stdio[3].on('data', (chunk) => {
      number += chunk;
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      resolve(number.trim());
    });
  });
}
