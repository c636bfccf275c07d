/** What a cell of a mixing law says, in one sentence. */
import { formatNumber, formatSigned } from '#base/format';

/** In which unit the cells of a law are shown. */
export interface LawUnit {
  /** Cells show value x factor. */
  readonly factor: number;
  /** After the number in cells and legend, e.g. "thousandths of a nat per step". */
  readonly cells: string;
  /** How a sentence says an entry: a change of the loss, an effect in the method's own measure, or a share of all. */
  readonly kind: 'nats per step' | 'own' | 'share';
  /** What an entry measures, where the kind is 'own': "nats per sequence". */
  readonly measure?: string;
}

/**
 * "At step 1 500 training on code lowers law's loss by 0.0041 nats per step."
 *
 * @param where e.g. "At step 1 500"
 * @param value entry of the matrix before the unit's factor; positive lowers the loss
 */
export function readCell(cell: {
  readonly where: string;
  readonly trainedOn: string;
  readonly lossOf: string;
  readonly value: number;
  readonly unit: LawUnit;
}): string {
  const { where, trainedOn, lossOf, value, unit } = cell;
  const whose = trainedOn === lossOf ? 'its own loss' : `${possessive(lossOf)} loss`;
  if (unit.kind === 'share')
    return `${where} the effect of ${trainedOn} on ${whose} is ${formatNumber(value * 100, 2)} % of all effects.`;
  if (unit.kind === 'own')
    return `${where} the effect of training on ${trainedOn} on ${whose} is ${signed(value)} (${unit.measure ?? "the method's own measure"}).`;
  if (value === 0) return `${where} training on ${trainedOn} leaves ${whose} as it is.`;
  const verb = value > 0 ? 'lowers' : 'raises';
  return `${where} training on ${trainedOn} ${verb} ${whose} by ${significant(value)} nats per step.`;
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}

function signed(x: number): string {
  return formatSigned(x, digitsOf(x));
}

function significant(x: number): string {
  return formatNumber(Math.abs(x), digitsOf(x));
}

/** Two significant digits. */
function digitsOf(x: number): number {
  return x === 0 ? 1 : Math.min(7, Math.max(0, 1 - Math.floor(Math.log10(Math.abs(x)))));
}
