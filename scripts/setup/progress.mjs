/** What set-up says while it works: on stderr always, because stdout belongs to the command that was asked for. */

const start = performance.now();

export function say(text) {
  process.stderr.write(`[set-up ${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s] ${text}\n`);
}

/**
 * Reports a share of known size: one line rewritten on a terminal, a line each quarter elsewhere.
 *
 * @param {string} label
 * @param {number} totalBytes
 * @returns {(bytes: number) => void} to be called with the bytes of each chunk
 */
export function meter(label, totalBytes, out = process.stderr) {
  const step = out.isTTY ? 0.01 : 0.25;
  let done = 0;
  let next = step;
  return (bytes) => {
    done += bytes;
    const share = totalBytes === 0 ? 1 : done / totalBytes;
    if (share < next) return;
    next = (Math.floor(share / step) + 1) * step;
    const line = `  ${label} ${Math.round(share * 100)} % of ${Math.round(totalBytes / 1e6)} MB`;
    out.write(out.isTTY ? `\r${line}${share >= 1 ? '\n' : ''}` : `${line}\n`);
  };
}
