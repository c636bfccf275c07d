/**
 * Calls and news over any channel that carries plain data: a child process, Electron's ipc, or two functions in a test.
 * One shape for all of them, readable in a log.
 */
import { fromWire, toWire, type WireError } from './errors.ts';

export type Message =
  | { readonly call: string; readonly id: number; readonly args: readonly unknown[] }
  | { readonly reply: number; readonly value: unknown }
  | { readonly reply: number; readonly error: WireError }
  | { readonly news: string; readonly content: unknown };

/** One end of a channel. */
export interface Port {
  post(message: Message): void;
  /** Hears every message from the other end. @returns a function that stops listening */
  listen(hear: (message: Message) => void): () => void;
}

/** An interface of calls: every member takes plain data and answers with a promise of plain data. */
export type Calls<Api> = { readonly [K in keyof Api]: (...args: never[]) => Promise<unknown> };

/** Answers the other end's calls from `api` until stopped. Errors travel as data; nothing is swallowed. */
export function serve<Api extends Calls<Api>>(api: Api, port: Port): () => void {
  return port.listen((message) => {
    if (!('call' in message)) return;
    void answer(api, message.call, message.args).then((reply) => port.post({ reply: message.id, ...reply }));
  });
}

async function answer(
  api: object,
  call: string,
  args: readonly unknown[],
): Promise<{ value: unknown } | { error: WireError }> {
  const member: unknown = Object.hasOwn(api, call) ? (api as Record<string, unknown>)[call] : undefined;
  if (typeof member !== 'function') return { error: toWire(new Error(`there is no call named ${call}`)) };
  try {
    return { value: await (member as (...all: readonly unknown[]) => unknown).apply(api, [...args]) };
  } catch (error) {
    return { error: toWire(error) };
  }
}

export interface Connection<Api, News> {
  /** The other end's calls, as if they were here. */
  readonly call: Api;
  /** Hears one kind of news. @returns a function that stops listening */
  on<K extends keyof News & string>(kind: K, hear: (content: News[K]) => void): () => void;
  /** Ends the connection: calls still open fail with `reason`. */
  close(reason: Error): void;
}

/** The calling end of a channel. */
export function connect<Api extends Calls<Api>, News>(port: Port): Connection<Api, News> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const hearers = new Map<string, Set<(content: never) => void>>();
  let nextId = 1;
  let closed: Error | null = null;

  const stop = port.listen((message) => {
    if ('reply' in message) {
      const waiting = open.get(message.reply);
      open.delete(message.reply);
      if ('error' in message) waiting?.reject(fromWire(message.error));
      else waiting?.resolve(message.value);
    } else if ('news' in message) {
      for (const hear of hearers.get(message.news) ?? []) hear(message.content as never);
    }
  });

  const request = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(closed);
        return;
      }
      const id = nextId++;
      open.set(id, { resolve, reject });
      try {
        port.post({ call: name, id, args });
      } catch (error) {
        open.delete(id);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });

  return {
    call: new Proxy({} as Api, {
      // `then` must stay undefined, or awaiting the connection would make a call of that name.
      get: (_target, name) =>
        typeof name === 'string' && name !== 'then' ? (...args: readonly unknown[]) => request(name, args) : undefined,
    }),
    on: (kind, hear) => {
      const set = hearers.get(kind) ?? new Set();
      hearers.set(kind, set.add(hear));
      return () => void set.delete(hear);
    },
    close: (reason) => {
      closed = reason;
      stop();
      for (const waiting of open.values()) waiting.reject(reason);
      open.clear();
    },
  };
}

/** Two ends that hear each other in the next microtask; for tests and for an engine in the same process. */
export function pair(): readonly [Port, Port] {
  const hearers = [new Set<(message: Message) => void>(), new Set<(message: Message) => void>()] as const;
  const end = (own: 0 | 1): Port => ({
    post: (message) => {
      queueMicrotask(() => hearers[own === 0 ? 1 : 0].forEach((hear) => hear(message)));
    },
    listen: (hear) => {
      hearers[own].add(hear);
      return () => void hearers[own].delete(hear);
    },
  });
  return [end(0), end(1)];
}
