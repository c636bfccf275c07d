/**
 * The one opening between the window and the rest: what the preload exposes as `window.bridge`. Two conversations share
 * it, one with the engine and one with the shell (Electron's main process), told apart by an envelope.
 */
import type { Message } from './wire.ts';

export type Party = 'engine' | 'shell';

/** A wire message with whom it is for (from the window) or whom it comes from (to the window). */
export interface Envelope {
  readonly party: Party;
  readonly message: Message;
}

export interface Bridge {
  post(envelope: Envelope): void;
  /** Hears every envelope; the window listens once, for its whole life. */
  listen(hear: (envelope: Envelope) => void): void;
  /** Path on disk of a file or folder that was dropped; empty when it has none. */
  pathOf(file: unknown): string;
}

/** Name of the channel that carries envelopes both ways. */
export const bridgeChannel = 'wire';
