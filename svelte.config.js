import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Runes everywhere; one configuration for the build, the tests and the linter. */
export default {
  preprocess: vitePreprocess({ script: true }),
  compilerOptions: { runes: true },
};
