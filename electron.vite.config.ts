import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

// Targets are the oldest runtimes that this code really runs on, not the installed electron package.
const nodeOfMain = 'node20.18';
const chromeOfWindow = 'chrome130';

export default defineConfig({
  main: {
    // Reports are drawn by the charts' own components, in the engine: as text, with their styles.
    plugins: [svelte({ configFile: resolve('svelte.config.js'), emitCss: false })],
    build: {
      target: nodeOfMain,
      rolldownOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          engine: resolve('src/engine/index.ts'),
          trainer: resolve('src/trainer/index.ts'),
          cli: resolve('src/cli/index.ts'),
          tokenize: resolve('src/corpus/encoding/worker.ts'),
          sql: resolve('src/engine/sql/index.ts'),
          print: resolve('src/main/print.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      target: nodeOfMain,
      // A sandboxed preload must be one CommonJS file.
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: chromeOfWindow,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
    plugins: [svelte({ configFile: resolve('svelte.config.js') })],
  },
});
