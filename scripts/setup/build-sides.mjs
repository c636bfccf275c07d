/**
 * Builds some sides of the application with the project's electron-vite configuration: `node build-sides.mjs main preload`.
 * electron-vite itself only builds all of them, and the command line should not wait for the window.
 */
import { resolveConfig } from 'electron-vite';
import { build } from 'vite';

const sides = process.argv.slice(2);
const { config } = await resolveConfig({ logLevel: 'warn' }, 'build', 'production');
for (const side of sides) await build(config[side]);
