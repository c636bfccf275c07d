/** An estimate in words: ranges of time, what is trained, and where the numbers come from. */
import { absent, formatCount, formatDuration, minus, thinSpace } from '#base/format';
import type { Estimate, EstimateReview, LikelyRange } from '#contract/api';

/** `1 min 40 s to 3 min 20 s`; `about 5 s` where both ends read alike. */
export function durationRange({ low, high }: LikelyRange): string {
  if (high === 0) return 'nothing';
  const [from, to] = [formatDuration(low), formatDuration(high)];
  return from === to ? `about ${to}` : `${from} to ${to}`;
}

/** `10 runs and 36 helper runs`, or what of them is left to train. */
export function runsText({ runs, runsToTrain, helperRuns }: Estimate): string {
  const helpers = helperRuns === 0 ? '' : ` and ${counted(helperRuns, 'helper run')}`;
  return runs === runsToTrain
    ? `${counted(runs, 'run')}${helpers}`
    : `${formatCount(runsToTrain)} of ${counted(runs, 'run')} to train${helpers}`;
}

export function stepsText({ computedSteps }: Estimate): string {
  return counted(computedSteps, 'step');
}

/** How the time was found. */
export function sourceText({ backend, slots, learntFrom }: Estimate): string {
  const trainers = slots === 1 ? '' : `, ${slots} trainers at a time`;
  const learnt = learntFrom === 0 ? '' : `, corrected by what ${counted(learntFrom, 'finished run')} took`;
  return `Measured on this computer with ${backend}${trainers}${learnt}.`;
}

/** `estimated 41 min to 52 min, took 47 min`. */
export function reviewText({ estimate, tookSeconds, isFinished }: EstimateReview): string {
  const estimated = `estimated ${durationRange(estimate.seconds)}`;
  if (tookSeconds === 0) return estimated;
  return `${estimated}, ${isFinished ? 'took' : 'so far'} ${formatDuration(tookSeconds)}`;
}

/** How far a time lies outside its estimate: `within`, `+12 %`, `−5 %`; absent before the end. */
export function missText(estimated: LikelyRange, tookSeconds: number, isFinished: boolean): string {
  if (!isFinished) return absent;
  if (tookSeconds >= estimated.low && tookSeconds <= estimated.high) return 'within';
  const bound = tookSeconds > estimated.high ? estimated.high : estimated.low;
  if (bound === 0) return absent;
  const percent = Math.round((100 * (tookSeconds - bound)) / bound);
  return `${percent < 0 ? minus : '+'}${Math.abs(percent)}${thinSpace}%`;
}

function counted(n: number, what: string): string {
  return `${formatCount(n)} ${what}${n === 1 ? '' : 's'}`;
}
