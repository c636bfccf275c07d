/** The window's entry: connects over the bridge and draws. */
import '@fontsource-variable/inter';
import './app.css';
import { mount } from 'svelte';
import type { Bridge } from '#contract/bridge';
import App from './App.svelte';
import { connectOver } from './state/engine.ts';
import { Workbench } from './state/workbench.svelte.ts';

declare global {
  interface Window {
    /** What the preload exposes. */
    readonly bridge: Bridge;
  }
}

const { bridge } = window;
const workbench = new Workbench({
  ...connectOver(bridge),
  memory: localStorage,
  pathOf: (file) => bridge.pathOf(file),
});
const isMac = navigator.platform.startsWith('Mac');

mount(App, { target: document.getElementById('app')!, props: { workbench, isMac } });
void workbench.notices.attempt(() => workbench.open(matchMedia('(prefers-color-scheme: dark)').matches));
