/** How far a key moves a share: arrows by a percent, with Shift by a tenth, Page up and down by ten, Home and End all the way. */
import { fraction, type Fraction } from '#base/fraction';

const percent = 10;
const steps: Readonly<Record<string, number>> = {
  ArrowRight: percent,
  ArrowUp: percent,
  ArrowLeft: -percent,
  ArrowDown: -percent,
  PageUp: 10 * percent,
  PageDown: -10 * percent,
  Home: -100 * percent,
  End: 100 * percent,
};

/** The step in the whole, e.g. 1/100; null for a key that moves nothing. */
export function stepOfKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): Fraction | null {
  const tenths = steps[event.key];
  if (tenths === undefined) return null;
  const isFine = event.shiftKey && event.key.startsWith('Arrow');
  return fraction(isFine ? Math.sign(tenths) : tenths, 100 * percent);
}
