/** What the stages of `npm test` say, as counts. */
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, retried: number }} Counts
 */

/**
 * The counts of one stage. A stage without a report of its own counts as one check; a stage that failed although no
 * test did (it could not start, a file did not load) counts as one failure.
 *
 * @param {boolean} isGood  whether the stage's program ended well
 * @param {string} [file]   JSON report of vitest or Playwright
 * @returns {Counts}
 */
export function stageCounts(isGood, file) {
  const report = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  if (report === undefined) return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, retried: 0 };
  const counts = report.stats ? ofPlaywright(report.stats) : ofVitest(report);
  return isGood || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** @param {readonly Counts[]} all @returns the closing line, such as `12 passed, 0 failed, 1 skipped` */
export function closingLine(all) {
  const sum = (key) => all.reduce((total, counts) => total + counts[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function ofVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, retried: 0 };
}

/** `expected` is what passed at once, `flaky` what passed after another try. */
function ofPlaywright({ expected, unexpected, flaky, skipped }) {
  return { passed: expected + flaky, failed: unexpected, skipped, retried: flaky };
}
