import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './scripts/test-folder.mjs',
    projects: [
      {
        // Components too, as the server renders them, styles included: reports draw charts without a window.
        plugins: [svelte({ emitCss: false })],
        test: {
          name: 'node',
          environment: 'node',
          css: true,
          include: ['*.test.mjs', 'src/**/*.test.ts', 'scripts/**/*.test.mjs', 'docs/**/*.test.ts'],
          exclude: ['src/{charts,renderer}/**/!(*.server).test.ts', 'src/**/*.integration.test.ts'],
        },
      },
      {
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'ui',
          environment: 'happy-dom',
          include: ['src/{charts,renderer}/**/*.test.ts'],
          exclude: ['**/*.server.test.ts'],
        },
      },
      {
        // Real processes, real training: one at a time, with time to work.
        plugins: [svelte({ emitCss: false })],
        test: {
          name: 'integration',
          environment: 'node',
          css: true,
          include: ['src/**/*.integration.test.ts'],
          fileParallelism: false,
          globalSetup: './scripts/test-gpu.mjs',
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
