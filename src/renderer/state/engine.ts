/** The window's two conversations: with the engine, which works, and with the shell, which owns windows and dialogs. */
import type { EngineApi, EngineNews, ShellApi, ShellNews } from '#contract/api';
import type { Bridge, Envelope, Party } from '#contract/bridge';
import { connect, type Message, type Port } from '#contract/wire';

/** Calls and news of one party. State classes are handed one; tests hand a plain object. */
export interface Talk<Api, News> {
  readonly call: Api;
  /** Hears one kind of news. @returns a function that stops listening */
  on<K extends keyof News & string>(kind: K, hear: (content: News[K]) => void): () => void;
}
export type Engine = Talk<EngineApi, EngineNews>;
export type Shell = Talk<ShellApi, ShellNews>;

/** Both conversations over the bridge that the preload exposes. */
export function connectOver(bridge: Bridge): { readonly engine: Engine; readonly shell: Shell } {
  const hearers: Record<Party, Set<(message: Message) => void>> = { engine: new Set(), shell: new Set() };
  bridge.listen((envelope: Envelope) => {
    for (const hear of hearers[envelope.party]) hear(envelope.message);
  });
  const portTo = (party: Party): Port => ({
    post: (message) => bridge.post({ party, message }),
    listen: (hear) => {
      hearers[party].add(hear);
      return () => void hearers[party].delete(hear);
    },
  });
  return {
    engine: connect<EngineApi, EngineNews>(portTo('engine')),
    shell: connect<ShellApi, ShellNews>(portTo('shell')),
  };
}
