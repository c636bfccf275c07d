/**
 * What the page may do: load its own files over `app://`, and nothing else. No request leaves the computer, no window
 * opens, no permission is granted.
 */
import { pathToFileURL } from 'node:url';
import { net, protocol, type Session, type WebContents } from 'electron';
import {
  contentSecurityPolicy,
  fileFor,
  isAllowedRequest,
  pageScheme,
  previewAddress,
  previewSecurityPolicy,
} from './page-policy.ts';

/** Must run before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** @param previews HTML of documents by the address that they are shown at */
export function servePage(session: Session, folder: string, previews: ReadonlyMap<string, string>): void {
  session.protocol.handle(pageScheme, async (request) => {
    if (request.url.startsWith(previewAddress)) return preview(previews.get(request.url));
    const file = fileFor(request.url, folder);
    if (file === null) return new Response('Not a file of this program.', { status: 403 });
    const answer = await net.fetch(pathToFileURL(file).href);
    const headers = new Headers(answer.headers);
    headers.set('Content-Security-Policy', contentSecurityPolicy);
    headers.set('X-Content-Type-Options', 'nosniff');
    return new Response(answer.body, { status: answer.status, headers });
  });
}

function preview(html: string | undefined): Response {
  if (html === undefined) return new Response('This preview is over.', { status: 404 });
  return new Response(html, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': previewSecurityPolicy },
  });
}

export function closeOff(session: Session, developmentServer: string | undefined): void {
  session.webRequest.onBeforeRequest((details, decide) => {
    // The scheme's own handler reads files; the page itself cannot name a file: address under its policy.
    const isOwnRead = details.url.startsWith('file:') && details.webContentsId === undefined;
    decide({ cancel: !isOwnRead && !isAllowedRequest(details.url, developmentServer) });
  });
  session.setPermissionRequestHandler((_contents, _permission, grant) => grant(false));
  session.setPermissionCheckHandler(() => false);
}

export function keepInPlace(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
