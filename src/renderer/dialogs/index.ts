/** The dialogs that lie over every screen. A new one is a component and a line here. */
import type { Component } from 'svelte';
import type { Workbench } from '../state/workbench.svelte.ts';
import About from './About.svelte';
import Copies from './Copies.svelte';
import Guide from './Guide.svelte';
import Preferences from './Preferences.svelte';
import Shortcuts from './Shortcuts.svelte';
import Sql from './Sql.svelte';
import Transfer from './Transfer.svelte';
import Trash from './Trash.svelte';

export interface DialogProps {
  workbench: Workbench;
  isMac: boolean;
  onclose: () => void;
  /** Which of the dialogs it is, for a component that is two of them. */
  id: string;
}

export const dialogs = {
  about: About,
  copies: Copies,
  guide: Guide,
  preferences: Preferences,
  shortcuts: Shortcuts,
  sql: Sql,
  'copy-workspace': Transfer,
  'move-workspace': Transfer,
  trash: Trash,
} satisfies Record<string, Component<DialogProps>>;

export type DialogId = keyof typeof dialogs;
