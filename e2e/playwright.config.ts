import { defineConfig } from 'playwright/test';

/** Journeys through the real window with real training. One at a time: a window under test shares the machine with its trainer. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 1,
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  // A trace slows the start of a window on a busy machine so much that it fails; the fixture keeps a picture instead.
  use: { trace: 'off' },
});
