import { expect, test } from 'vitest';
import { openProgressLine } from './progress.ts';

function scene(isTTY: boolean) {
  let written = '';
  let now = 0;
  const line = openProgressLine({ write: (text) => (written += text), isTTY, columns: 12 }, () => now);
  return { line, written: () => written, wait: (ms: number) => (now += ms) };
}

test('on a terminal one line is written over, and cut to its width', () => {
  const { line, written } = scene(true);
  line.show('one');
  line.show('a line that is too long');
  line.say('done');
  expect(written()).toBe('\r\u001b[Kone\r\u001b[Ka line that\r\u001b[Kdone\n');
});

test('elsewhere plain lines come at most every ten seconds, and what is said comes always', () => {
  const { line, written, wait } = scene(false);
  line.show('one');
  wait(9_000);
  line.show('two');
  line.say('said');
  wait(1_000);
  line.show('three');
  expect(written()).toBe('one\nsaid\nthree\n');
});
