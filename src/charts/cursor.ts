/** The cursor over steps that charts share: by pointer, and by keys as a slider moves. */

/** The step that a key leads to, or null when the key is not for the cursor. @param steps where there is data, in order */
export function stepAfterKey(key: string, step: number | null, steps: readonly number[]): number | null {
  const last = steps.length - 1;
  if (last < 0) return null;
  const found = step === null ? -1 : steps.findIndex((one) => one >= step);
  const here = step === null || found < 0 ? last : found;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: here - 1,
    ArrowDown: here - 1,
    ArrowRight: here + 1,
    ArrowUp: here + 1,
    PageDown: here - 10,
    PageUp: here + 10,
    Home: 0,
    End: last,
  };
  const place = moves[key];
  return place === undefined ? null : (steps[Math.min(last, Math.max(0, place))] ?? null);
}

/**
 * The range of steps that a key leads to: + halves it around the cursor, − doubles it, 0 shows all.
 *
 * @returns null for all steps; undefined when the key is not for the range
 */
export function rangeAfterKey(
  key: string,
  [from, to]: readonly [number, number],
  at: number,
  steps: number,
): readonly [number, number] | null | undefined {
  if (key === '0') return null;
  if (key !== '+' && key !== '=' && key !== '-' && key !== '−') return undefined;
  const isIn = key === '+' || key === '=';
  const length = isIn ? (to - from) / 2 : 2 * (to - from);
  if (isIn && length < 2) return [from, to];
  if (length >= steps) return null;
  const middle = Math.min(to, Math.max(from, at));
  const start = Math.min(steps - length, Math.max(0, middle - length / 2));
  return [Math.round(start), Math.round(start + length)];
}

/** Horizontal place of a pointer inside an SVG whose viewBox is `width` wide, whatever size it is shown at. */
export function pointerX(event: PointerEvent, svg: SVGSVGElement, width: number): number {
  const box = svg.getBoundingClientRect();
  return box.width === 0 ? 0 : ((event.clientX - box.left) / box.width) * width;
}
