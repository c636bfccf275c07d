/** Keys of commands: written `Mod+Shift+P`, where Mod is Ctrl, or Cmd on a Mac. */

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a key press is the one that `keys` names. Ctrl and Cmd both count as Mod. */
export function matches(press: KeyPress, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const isSymbol = key.length === 1 && !/[a-z0-9]/i.test(key); // a symbol may need Shift to be typed
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    (press.ctrlKey || press.metaKey) === wants('Mod') &&
    press.altKey === wants('Alt') &&
    (isSymbol || press.shiftKey === wants('Shift'))
  );
}

/** Whether a key press has this meaning in a field already: its own undo, which comes before the program's. */
export function belongsToField(press: KeyPress, target: EventTarget | null): boolean {
  const isPlain = !press.ctrlKey && !press.metaKey && press.key.length === 1;
  return isTyping(target) && (isPlain || ['Mod+Z', 'Mod+Shift+Z', 'Mod+Y'].some((keys) => matches(press, keys)));
}

/** As a person reads it: `Ctrl Shift P`, or with the signs of a Mac. */
export function readable(keys: string, isMac: boolean): string {
  const names: Record<string, string> = isMac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' } : { Mod: 'Ctrl' };
  return keys
    .split('+')
    .map((part) => names[part] ?? part)
    .join(isMac ? '' : ' ');
}

/** Whether a key typed here is text. */
export function isTyping(target: EventTarget | null): boolean {
  const typed = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]';
  return target instanceof HTMLElement && target.closest(typed) !== null;
}
