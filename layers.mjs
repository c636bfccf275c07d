/**
 * The layers of src/ and what each may import. The lint configuration is generated from this table,
 * and the table is the documentation: imports point down.
 *
 * may: layers it may import, by name (`#mixing/conduct`).
 * env: pure (no clock, no chance, no process), node, electron, browser, or svelte (components that also render without a window).
 * owns: packages that no other layer may import.
 */
export const layers = {
  base: { may: [], env: 'pure', owns: [] },
  mixing: { may: ['base'], env: 'pure', owns: [] },
  corpus: { may: ['base'], env: 'node', owns: ['gpt-tokenizer', '@huggingface/tokenizers'] },
  contract: { may: ['base', 'mixing'], env: 'pure', owns: [] },
  charts: { may: ['base', 'mixing'], env: 'svelte', owns: [] },
  report: { may: ['base', 'mixing', 'charts'], env: 'svelte', owns: [] },
  trainer: { may: ['base', 'mixing', 'corpus', 'contract'], env: 'node', owns: ['@tensorflow', 'webgpu'] },
  engine: { may: ['base', 'mixing', 'corpus', 'contract', 'report'], env: 'node', owns: ['better-sqlite3'] },
  cli: { may: ['base', 'mixing', 'contract', 'engine'], env: 'node', owns: ['commander'] },
  main: { may: ['base', 'contract'], env: 'electron', owns: ['electron'] },
  preload: { may: ['contract'], env: 'electron', owns: [] },
  renderer: { may: ['base', 'mixing', 'contract', 'charts'], env: 'browser', owns: ['bits-ui'] },
};
