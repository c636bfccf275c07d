/** Remembers how far a screen was scrolled, wherever inside it, and goes back there once its content is long enough. */
import type { Memory } from './navigation.svelte.ts';

interface Kept {
  readonly memory: Memory;
  /** Of the screen that is shown; another key is another screen. */
  readonly key: string;
}

/** How long content may take to come. */
const patienceMs = 3000;
const restMs = 200;

/** An action for the element around screens. */
export function keepScroll(node: HTMLElement, kept: Kept) {
  let { memory, key } = kept;
  let tops: Record<string, number> = {};
  let later: ReturnType<typeof setTimeout> | undefined;
  let stopRestoring = (): void => undefined;

  const onscroll = (event: Event): void => {
    if (!(event.target instanceof HTMLElement)) return;
    tops = { ...tops, [pathOf(node, event.target)]: Math.round(event.target.scrollTop) };
    clearTimeout(later);
    later = setTimeout(() => memory.setItem(key, JSON.stringify(tops)), restMs);
  };
  const restore = (): void => {
    stopRestoring();
    const wanted = new Map(Object.entries(parse(memory.getItem(key))).filter(([, top]) => top > 0));
    tops = Object.fromEntries(wanted);
    if (wanted.size === 0) return;
    const attempt = (): void => {
      for (const [path, top] of wanted) {
        const element = elementAt(node, path);
        if (!element || element.scrollHeight - element.clientHeight < top) continue;
        element.scrollTop = top;
        wanted.delete(path);
      }
      if (wanted.size === 0) stopRestoring();
    };
    const observer = new MutationObserver(attempt);
    observer.observe(node, { childList: true, subtree: true });
    const end = setTimeout(() => stopRestoring(), patienceMs);
    const byHand = (): void => stopRestoring();
    node.addEventListener('wheel', byHand, { once: true, passive: true });
    node.addEventListener('keydown', byHand, { once: true });
    stopRestoring = () => {
      observer.disconnect();
      clearTimeout(end);
    };
    attempt();
  };

  node.addEventListener('scroll', onscroll, { capture: true, passive: true });
  restore();
  return {
    update(next: Kept): void {
      if (next.key === key) return;
      clearTimeout(later);
      memory.setItem(key, JSON.stringify(tops));
      ({ memory, key } = next);
      restore();
    },
    destroy(): void {
      stopRestoring();
      node.removeEventListener('scroll', onscroll, { capture: true });
    },
  };
}

/** Where an element stands below another: child numbers, from the top. */
function pathOf(root: HTMLElement, element: HTMLElement): string {
  const path: number[] = [];
  for (let at: HTMLElement | null = element; at && at !== root; at = at.parentElement)
    path.unshift([...(at.parentElement?.children ?? [])].indexOf(at));
  return path.join('.');
}

function elementAt(root: HTMLElement, path: string): Element | undefined {
  return path === '' ? root : path.split('.').reduce<Element | undefined>((at, n) => at?.children[Number(n)], root);
}

function parse(text: string | null): Record<string, number> {
  try {
    return text === null ? {} : (JSON.parse(text) as Record<string, number>);
  } catch {
    return {}; // only a hand-edited store can hold this; the screen starts at its top
  }
}
