/**
 * Numbers as people read them, the same in the window, the tables and the command line: a true minus sign, thousands
 * by thin space, digits that follow the uncertainty. Pure text; nothing here knows a locale.
 */

/** U+2212. A hyphen is shorter than a plus sign, so columns of signed numbers would not line up. */
export const minus = '−';
/** U+2009, between thousands and between a number and its unit. */
export const thinSpace = '\u2009';
/** Stands for a number that does not exist, e.g. the standard error of one seed. */
export const absent = '–';

/** `1 234.50`, `−0.5`. @param decimals digits after the point, rounded half away from zero as toFixed does */
export function formatNumber(x: number, decimals: number): string {
  if (Number.isNaN(x)) return absent;
  if (!Number.isFinite(x)) return x < 0 ? `${minus}∞` : '∞';
  const [whole = '0', fraction] = Math.abs(x).toFixed(decimals).split('.');
  const text = fraction === undefined ? groupThousands(whole) : `${groupThousands(whole)}.${fraction}`;
  const isZero = !/[1-9]/.test(text);
  return x < 0 && !isZero ? minus + text : text;
}

/** As `formatNumber` with a sign always: `+0.5`, `−0.5`, but `0.0` for what rounds to zero. */
export function formatSigned(x: number, decimals: number): string {
  const text = formatNumber(x, decimals);
  return x > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/** A whole number: `18 400`. */
export function formatCount(n: number): string {
  return formatNumber(Math.round(n), 0);
}

/** Three digits and a letter for what need not be exact: `950`, `12.3 k`, `1.20 M`. */
export function formatCompact(n: number): string {
  return scaled(n, 1000, ['', 'k', 'M', 'G', 'T', 'P']);
}

/** Names in a sentence: `law`, `law and code`, `law, code and math`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** Bytes in powers of 1024: `512 B`, `12.3 KiB`, `1.20 GiB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
}

/** A share in [0, 1] as percent without the sign, which belongs in the header: `33.3`. */
export function formatShare(share: number, decimals = 1): string {
  return formatNumber(share * 100, decimals);
}

/** `45 s`, `3 min 20 s`, `2 h 05 min`, `3 d 4 h`: two units at most. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return absent;
  const whole = Math.round(seconds);
  if (seconds < 1) return seconds === 0 ? `0${thinSpace}s` : `under 1${thinSpace}s`;
  if (whole < 60) return `${String(whole)}${thinSpace}s`;
  if (whole < 600) return twoUnits(whole, 60, 'min', 's');
  if (whole < 3600) return `${String(Math.round(whole / 60))}${thinSpace}min`;
  if (whole < 86_400) return twoUnits(Math.round(whole / 60), 60, 'h', 'min');
  return twoUnits(Math.round(whole / 3600), 24, 'd', 'h');
}

/**
 * Digits after the point that a number with this standard error justifies: the error keeps two significant digits.
 *
 * @param error standard error; null or 0 when unknown, then four significant digits of `value` are kept
 */
export function decimalsFor(value: number, error: number | null): number {
  const known = error !== null && error > 0 && Number.isFinite(error);
  const scale = known ? error : Math.abs(value);
  if (!Number.isFinite(scale) || scale === 0) return 3;
  const leading = Math.floor(Math.log10(Number(scale.toPrecision(known ? 2 : 4))));
  return Math.min(6, Math.max(0, (known ? 1 : 3) - leading));
}

/** A value and its standard error with matching digits. */
export interface Measured {
  readonly value: string;
  /** `0.0021`; `–` when there is one seed only. */
  readonly error: string;
  readonly decimals: number;
}

/** `1.4312` and `0.0021`. @param decimals fixes the digits, so that a column lines up */
export function formatMeasured(
  value: number,
  error: number | null,
  decimals: number = decimalsFor(value, error),
): Measured {
  return {
    value: formatNumber(value, decimals),
    error: error === null ? absent : formatNumber(error, decimals),
    decimals,
  };
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, thinSpace);
}

function twoUnits(n: number, base: number, large: string, small: string): string {
  const rest = base === 60 ? String(n % base).padStart(2, '0') : String(n % base);
  return `${String(Math.floor(n / base))}${thinSpace}${large} ${rest}${thinSpace}${small}`;
}

function scaled(n: number, base: number, units: readonly string[]): string {
  if (!Number.isFinite(n)) return absent;
  let value = Math.abs(n);
  let unit = 0;
  // 999.95 would print as 1000: step up before rounding does
  while (value >= base - (unit === 0 ? 0 : 0.5) && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const decimals = unit === 0 ? 0 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${formatNumber(Math.sign(n) * value, decimals)}${units[unit] ? thinSpace + units[unit]! : ''}`;
}
