/** The rules of the page, apart from Electron: its address, its policy, which files and requests it may have. */
import { join, normalize, sep } from 'node:path';

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
  `frame-src ${pageScheme}://preview`,
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Where documents are shown before they are written: another origin than the page, so a frame sees nothing of it. */
export const previewAddress = `${pageScheme}://preview/`;

/** A document brings its own styles, font and one script; it is told again here that it may fetch nothing. */
export const previewSecurityPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
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
