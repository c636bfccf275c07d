/**
 * The first message of an engine process, before it answers any call: whether the workspace is open. Posted once as
 * news, `{ news: 'engineOpened', content }` or `{ news: 'engineRefused', content }`; after a refusal the process exits.
 */
export interface EngineOpening {
  engineOpened: { readonly folder: string };
  engineRefused: { readonly code: string; readonly message: string; readonly remedy: string };
}
