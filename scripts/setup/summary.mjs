/** The parts of set-up in words. */

const titles = { node: 'Node', electron: 'Electron', tensorflow: 'TensorFlow' };

/** What goes on without a part. */
const without = {
  node: 'Nothing can run without it.',
  electron: 'The window cannot open; the command line works.',
  tensorflow: 'Training uses another backend (wasm is always there).',
};

/** @param {Record<string, import('./state.mjs').Part>} parts */
export function readableParts(parts) {
  return Object.entries(parts)
    .flatMap(([name, part]) => readablePart(name, part))
    .join('\n');
}

function readablePart(name, part) {
  const title = titles[name].padEnd(11);
  if (part.state === 'ready') {
    const kind = [
      part.version ?? 'version unknown',
      part.flavour,
      part.device && `on ${part.device}`,
      part.kernels && `own kernels ${part.kernels}`,
    ]
      .filter(Boolean)
      .join(', ');
    const lines = [`${title} ready: ${kind} (${part.source})`];
    return part.note ? [...lines, `${' '.repeat(12)}${part.note}`] : lines;
  }
  const indent = ' '.repeat(12);
  return [`${title} ${part.state}: ${part.reason}`, `${indent}${part.remedy}`, `${indent}${without[name]}`];
}
