/** What a cell of a mixing law says, in one sentence. */
import { formatCount, formatNumber } from '#base/format';

/** In which unit the cells of a law are shown. */
export interface LawUnit {
  /** Cells show value x factor. */
  readonly factor: number;
  /** After the number in cells and legend, e.g. "thousandths of a nat per step". */
  readonly cells: string;
  /** After the number in a sentence, without the factor; null for a normalised law, which has no unit. */
  readonly sentence: string | null;
}

/**
 * "At step 1 500 training on code lowers law's loss by 0.0041 nats per step."
 *
 * @param value entry of the matrix before the unit's factor; positive lowers the loss
 */
export function readCell(cell: {
  readonly step: number;
  readonly trainedOn: string;
  readonly lossOf: string;
  readonly value: number;
  readonly unit: LawUnit;
}): string {
  const { step, trainedOn, lossOf, value, unit } = cell;
  const where = `At step ${formatCount(step)}`;
  const whose = trainedOn === lossOf ? 'its own loss' : `${possessive(lossOf)} loss`;
  if (unit.sentence === null)
    return `${where} the effect of ${trainedOn} on ${whose} is ${formatNumber(value * 100, 2)} % of all effects, after normalising.`;
  if (value === 0) return `${where} training on ${trainedOn} leaves ${whose} as it is.`;
  const verb = value > 0 ? 'lowers' : 'raises';
  return `${where} training on ${trainedOn} ${verb} ${whose} by ${significant(Math.abs(value))} ${unit.sentence}.`;
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}

function significant(x: number): string {
  return formatNumber(x, Math.min(7, Math.max(0, 1 - Math.floor(Math.log10(x)))));
}
