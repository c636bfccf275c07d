import { expect, test } from 'vitest';
import { keepScroll } from './scroll.ts';

/** A box around one that can be scrolled: without layout its sizes are said by hand. */
function boxes() {
  const outer = document.createElement('main');
  const inner = document.createElement('div');
  outer.append(document.createElement('h1'), inner);
  for (const one of [outer, inner])
    Object.defineProperties(one, { scrollHeight: { value: 1000 }, clientHeight: { value: 100 } });
  return { outer, inner };
}
function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('a screen is found again as far down as it was left, the parts inside it too', () => {
  const kept = memory();
  const first = boxes();
  const keeping = keepScroll(first.outer, { memory: kept, key: 'runs' });
  first.inner.scrollTop = 240;
  first.inner.dispatchEvent(new Event('scroll'));
  keeping.update({ memory: kept, key: 'laws' });
  keeping.destroy();

  const again = boxes();
  keepScroll(again.outer, { memory: kept, key: 'runs' });
  expect(again.inner.scrollTop).toBe(240);
  const other = boxes();
  keepScroll(other.outer, { memory: kept, key: 'laws' });
  expect(other.inner.scrollTop).toBe(0);
});

test('content that comes later is waited for', async () => {
  const kept = memory();
  kept.setItem('runs', '{"1":300}');
  const outer = document.createElement('main');
  outer.append(document.createElement('h1'));
  keepScroll(outer, { memory: kept, key: 'runs' });
  const late = boxes().inner;
  outer.append(late);
  await new Promise((resolve) => setTimeout(resolve));
  expect(late.scrollTop).toBe(300);
});
