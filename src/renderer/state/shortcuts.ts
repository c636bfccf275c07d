/** Keys of commands as the person has them: the program's own, unless others were set. */
import type { Command } from './commands.svelte.ts';
import type { KeyPress } from './keys.ts';

export type Shortcuts = Readonly<Record<string, string>>;

/** Keys of a command; empty for none. */
export function keysOf(command: Pick<Command, 'id' | 'keys'>, shortcuts: Shortcuts): string {
  return shortcuts[command.id] ?? command.keys ?? '';
}

/** The keys that a press stands for, as commands write them; null while only Ctrl, Shift or Alt is down. */
export function keysPressed({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead', 'CapsLock'].includes(key)) return null;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  const isSymbol = key.length === 1 && !/[a-z0-9]/i.test(key);
  return [
    ...(ctrlKey || metaKey ? ['Mod'] : []),
    ...(shiftKey && !isSymbol ? ['Shift'] : []),
    ...(altKey ? ['Alt'] : []),
    name,
  ].join('+');
}

/** Why keys cannot be set for a command at all, as a sentence; null when they can. */
export function complaintAbout(keys: string): string | null {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const isPlain = !parts.includes('Mod') && !parts.includes('Alt');
  if (/^(Tab|Enter|Escape|Space|Backspace|Delete|Arrow.*|Home|End|PageUp|PageDown)$/.test(key) && isPlain)
    return 'Lists and fields need this key.';
  if (isPlain && key.length === 1) return 'Add Ctrl or Alt: a single letter is typed into fields.';
  if (/^Mod\+[CVXA]$/.test(keys)) return 'Copy, paste, cut and select all need these keys.';
  return null;
}

/** The other command that has these keys already. */
export function holderOf(
  keys: string,
  id: string,
  commands: readonly Command[],
  shortcuts: Shortcuts,
): Command | undefined {
  return commands.find((one) => one.id !== id && keysOf(one, shortcuts).toLowerCase() === keys.toLowerCase());
}

/** The shortcuts with other keys for a command; the program's own are not written down. */
export function withKeys(command: Pick<Command, 'id' | 'keys'>, keys: string, shortcuts: Shortcuts): Shortcuts {
  const { [command.id]: _before, ...others } = shortcuts;
  return keys === (command.keys ?? '') ? others : { ...others, [command.id]: keys };
}
