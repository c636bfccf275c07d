/**
 * What the page may do: load its own files over `app://`, and nothing else. No request leaves the computer, no window
 * opens, no permission is granted.
 */
import { join, normalize, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { net, protocol, type Session, type WebContents } from 'electron';

export const pageScheme = 'app';
export const pageAddress = `${pageScheme}://workbench/index.html`;

/** Style attributes are the way in which charts place things; style elements and scripts must be files of ours. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** File inside `folder` that a page address means; null when it would leave the folder. */
export function fileFor(address: string, folder: string): string | null {
  const { pathname } = new URL(address);
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null; // malformed percent signs name no file of ours
  }
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) && !path.includes('\0') ? file : null;
}

/** Whether a request may go out: the page's own files, data in the page, and the development server while there is one. */
export function isAllowedRequest(address: string, developmentServer: string | undefined): boolean {
  const { protocol: scheme, host } = new URL(address);
  if ([`${pageScheme}:`, 'data:', 'blob:', 'devtools:'].includes(scheme)) return true;
  return developmentServer !== undefined && host === new URL(developmentServer).host;
}

/** Must run before Electron is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

export function servePage(session: Session, folder: string): void {
  session.protocol.handle(pageScheme, async (request) => {
    const file = fileFor(request.url, folder);
    if (file === null) return new Response('Not a file of this program.', { status: 403 });
    const answer = await net.fetch(pathToFileURL(file).href);
    const headers = new Headers(answer.headers);
    headers.set('Content-Security-Policy', contentSecurityPolicy);
    headers.set('X-Content-Type-Options', 'nosniff');
    return new Response(answer.body, { status: answer.status, headers });
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
