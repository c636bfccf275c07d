/** What a cell of a mixing law says, in one sentence. */
import { decimalsFor, formatNumber, formatSigned } from '#base/format';

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

/** One entry of a law, and what several seeds say of it. */
export interface CellToRead {
  /** "At step 1 500". */
  readonly where: string;
  readonly trainedOn: string;
  readonly lossOf: string;
  /** Entry of the matrix before the unit's factor; positive lowers the loss. NaN when it was not estimated. */
  readonly value: number;
  readonly unit: LawUnit;
  /** Standard error over seeds, like the value. */
  readonly error?: number;
  /** Seeds whose entry has the sign of the mean. */
  readonly agreement?: { readonly same: number; readonly of: number };
  /** The value is what is left after this was taken away. */
  readonly minus?: string;
}

/** "At step 1 500 training on code lowers law's loss by 0.0041 ± 0.0003 nats per step; sign stable in 5 of 5 seeds." */
export function readCell(cell: CellToRead): string {
  const { where, trainedOn, lossOf, value, unit, minus } = cell;
  const whose = trainedOn === lossOf ? 'its own loss' : `${possessive(lossOf)} loss`;
  if (Number.isNaN(value)) return `${where} the effect of ${trainedOn} on ${whose} was not estimated.`;
  const end = `${agreementOf(cell)}.`;
  if (minus !== undefined) {
    const [size, measure] = unit.kind === 'share' ? [' % of all effects', ''] : ['', ` (${unitInWords(unit)})`];
    return `${where} the effect of ${trainedOn} on ${whose} differs by ${withError(cell, signed)}${size} from ${minus}${measure}${end}`;
  }
  if (unit.kind === 'share')
    return `${where} the effect of ${trainedOn} on ${whose} is ${withError(cell, formatNumber)} % of all effects${end}`;
  if (unit.kind === 'own')
    return `${where} the effect of training on ${trainedOn} on ${whose} is ${withError(cell, signed)} (${unitInWords(unit)})${end}`;
  if (value === 0) return `${where} training on ${trainedOn} leaves ${whose} as it is.`;
  const verb = value > 0 ? 'lowers' : 'raises';
  return `${where} training on ${trainedOn} ${verb} ${whose} by ${withError(cell, significant)} nats per step${end}`;
}

function unitInWords({ kind, measure }: LawUnit): string {
  return kind === 'own' ? (measure ?? "the method's own measure") : 'nats per step';
}

/** The value, and its error with as many digits; shares as percent. */
function withError({ value, error, unit }: CellToRead, print: (x: number, digits: number) => string): string {
  const isShare = unit.kind === 'share';
  const factor = isShare ? 100 : 1;
  const known = error !== undefined && error > 0;
  const digits = isShare ? 2 : known ? decimalsFor(value, error) : digitsOf(value);
  const shown = print(value * factor, digits);
  return error === undefined ? shown : `${shown} ± ${formatNumber(error * factor, digits)}`;
}

function agreementOf({ agreement }: CellToRead): string {
  return agreement ? `; sign stable in ${String(agreement.same)} of ${String(agreement.of)} seeds` : '';
}

function possessive(name: string): string {
  return name.endsWith('s') ? `${name}'` : `${name}'s`;
}

function signed(x: number, digits: number): string {
  return formatSigned(x, digits);
}

function significant(x: number, digits: number): string {
  return formatNumber(Math.abs(x), digits);
}

/** Two significant digits. */
function digitsOf(x: number): number {
  return x === 0 ? 1 : Math.min(7, Math.max(0, 1 - Math.floor(Math.log10(Math.abs(x)))));
}
