/** The window: where it was last time, locked down, and never blank while the page loads. */
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { PreferenceFile, WindowPlace } from './preferences.ts';
import { pageAddress } from './page-policy.ts';
import { keepInPlace } from './security.ts';

interface Options {
  readonly preferences: PreferenceFile;
  /** Folder of the bundles, `out/`. */
  readonly out: string;
  readonly background: string;
  readonly developmentServer: string | undefined;
}

export function openWindow({ preferences, out, background, developmentServer }: Options): BrowserWindow {
  const place = visible(preferences.current.window);
  const window = new BrowserWindow({
    ...position(place),
    width: place.width,
    height: place.height,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Aioli Workbench',
    backgroundColor: background,
    webPreferences: {
      preload: join(out, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false, // its dictionaries would be downloaded
    },
  });
  if (place.isMaximised) window.maximize();
  keepInPlace(window.webContents);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    preferences.change({ window: { ...window.getNormalBounds(), isMaximised: window.isMaximized() } });
  });
  void window.loadURL(developmentServer ?? pageAddress);
  return window;
}

/** Forgets a position on a screen that is no longer there. */
function visible(place: WindowPlace): WindowPlace {
  const { x, y, ...size } = place;
  if (x === undefined || y === undefined) return size;
  const isOnScreen = screen.getAllDisplays().some(({ workArea }) => {
    const right = workArea.x + workArea.width;
    const bottom = workArea.y + workArea.height;
    return x < right - 80 && x + size.width > workArea.x + 80 && y < bottom - 80 && y >= workArea.y - 8;
  });
  return isOnScreen ? place : size;
}

function position({ x, y }: WindowPlace): { x?: number; y?: number } {
  return x === undefined || y === undefined ? {} : { x, y };
}
