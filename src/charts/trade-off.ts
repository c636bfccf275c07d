/** Loss against cost: the line of the best trade-offs, and the ticks of an axis of costs. */
import { scaleLinear, scaleLog } from 'd3';

export interface TradeOffPoint {
  readonly id: string;
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
  readonly cost: number;
  readonly value: number;
  /** Standard error of the value. */
  readonly error: number | null;
  /** No other point is as cheap and as good, and better in one of the two. */
  readonly isEfficient: boolean;
  /** Read aloud, and shown for the point under the pointer. */
  readonly words: string;
}

/** Corners of the line that joins the efficient points: level to the next cost, then down. */
export function stepsOf(points: readonly TradeOffPoint[]): readonly (readonly [cost: number, value: number])[] {
  const efficient = points
    .filter(({ isEfficient }) => isEfficient)
    .sort((a, b) => a.cost - b.cost || a.value - b.value);
  return efficient.flatMap(({ cost, value }, index) => {
    const before = efficient[index - 1];
    return before ? [[cost, before.value] as const, [cost, value] as const] : [[cost, value] as const];
  });
}

/** At most `count` or so; of a logarithmic axis 1, 2 and 5 times powers of ten. */
export function costTicks(domain: readonly number[], isLog: boolean, count: number): readonly number[] {
  if (!isLog) return scaleLinear(domain, [0, 1]).ticks(count);
  const all = scaleLog(domain, [0, 1]).ticks();
  const round = all.filter((tick) =>
    [1, 2, 5].includes(Number(tick.toPrecision(1)) / 10 ** Math.floor(Math.log10(tick))),
  );
  return round.length > count ? round.filter((_, i) => i % Math.ceil(round.length / count) === 0) : round;
}
