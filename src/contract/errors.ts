/** How errors cross a process: a refusal whole, a loss by its words, anything else as a bug with its stack. */
import { Loss, Refusal, type RefusalCode, type RefusalDetails } from '#base/refusal';

export type WireError =
  | { readonly kind: 'refusal'; readonly code: RefusalCode; readonly message: string; readonly details: RefusalDetails }
  | { readonly kind: 'loss'; readonly message: string }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string };

export function toWire(error: unknown): WireError {
  if (error instanceof Refusal)
    return { kind: 'refusal', code: error.code, message: error.message, details: error.details };
  if (error instanceof Loss) return { kind: 'loss', message: error.message };
  if (error instanceof Error) return { kind: 'bug', message: error.message, stack: withCauses(error) };
  return { kind: 'bug', message: String(error), stack: '' };
}

export function fromWire(error: WireError): Error {
  if (error.kind === 'refusal') return new Refusal(error.code, error.message, error.details);
  if (error.kind === 'loss') return new Loss(error.message);
  const bug = new Error(error.message);
  if (error.stack) bug.stack = error.stack;
  return bug;
}

function withCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${withCauses(error.cause)}` : own;
}
