import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  contentSecurityPolicy,
  fileFor,
  isAllowedRequest,
  pageAddress,
  previewAddress,
  previewSecurityPolicy,
} from './page-policy.ts';

test('the page is a file of the program', () => {
  expect(fileFor(pageAddress, '/program/renderer')).toBe('/program/renderer/index.html');
});

test.each([
  'app://workbench/..%2f..%2fetc/passwd',
  'app://workbench/%2e%2e/%2e%2e/secret',
  'app://workbench/a%00.js',
  'app://workbench/%E0%A4%A',
  'app://workbench/',
])('no address leaves the folder: %s', (address) => {
  const file = fileFor(address, '/program/renderer');
  expect(file === null || file.startsWith('/program/renderer/')).toBe(true);
});

test.each(['https://example.org/a.js', 'http://localhost:9/x', 'ws://127.0.0.1:1/', 'file:///etc/passwd', 'ftp://x/y'])(
  'no request leaves the computer: %s',
  (address) => {
    expect(isAllowedRequest(address, undefined)).toBe(false);
  },
);

test('while developing, the development server is the only other address', () => {
  const server = 'http://localhost:5173';
  expect(isAllowedRequest('http://localhost:5173/main.ts', server)).toBe(true);
  expect(isAllowedRequest('ws://localhost:5173/', server)).toBe(true);
  expect(isAllowedRequest('http://localhost:5174/main.ts', server)).toBe(false);
});

test('scripts and style elements come from files of the program only', () => {
  const rules: unknown = Object.fromEntries(
    contentSecurityPolicy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]),
  );
  expect(rules).toMatchObject({ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'" });
  expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*/);
});

test('the page itself holds neither script text nor style text, which its policy would refuse', () => {
  const page = readFileSync(new URL('../renderer/index.html', import.meta.url), 'utf8');
  expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="./main.ts">']);
  expect(page).not.toMatch(/<style|\son\w+=|\sstyle=/);
});

test('a document that is shown may use what it carries and fetch nothing', () => {
  expect(previewSecurityPolicy).toMatch(/^default-src 'none'/);
  expect(previewSecurityPolicy).not.toMatch(/https?:|\*|'self'|connect-src/);
  expect(contentSecurityPolicy).toContain(`frame-src ${previewAddress.slice(0, -1)}`);
  expect(new URL(previewAddress).host).not.toBe(new URL(pageAddress).host);
});
