import { expect, test } from 'vitest';
import { Leaving, type Ask } from './leaving.ts';

const queue = (running: readonly string[]) => ({ news: 'queueMoved', content: { running } });

function scene(answer: number) {
  const questions: Parameters<Ask>[0][] = [];
  const leaving = new Leaving((question) => {
    questions.push(question);
    return Promise.resolve(answer);
  });
  return { leaving, questions };
}

test('one may go while nothing trains, and when the engine is gone', () => {
  const { leaving } = scene(1);
  expect(leaving.isFree).toBe(true);
  leaving.hear(queue(['a']));
  expect(leaving.isFree).toBe(false);
  leaving.nothingRuns();
  expect(leaving.isFree).toBe(true);
});

test('leaving while runs train asks, says what it means, and heeds the answer', async () => {
  const stays = scene(1);
  stays.leaving.hear(queue(['a', 'b']));
  expect(await stays.leaving.agrees()).toBe(false);
  expect(stays.leaving.isFree).toBe(false);
  expect(stays.questions).toMatchObject([{ message: '2 runs are training.', buttons: ['Pause and close', 'Cancel'] }]);

  const goes = scene(0);
  goes.leaving.hear(queue(['a']));
  expect(await goes.leaving.agrees()).toBe(true);
  expect(goes.leaving.isFree).toBe(true);
});
