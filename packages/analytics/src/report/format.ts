const thousands = /\B(?=(\d{3})+$)/g;

/** Returns a whole number with commas between thousands, in any locale: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.abs(count) < 1e21 ? count.toFixed(0).replace(thousands, ',') : count.toExponential(3);
}

const magnitudes = [
  { value: 1e9, letter: 'B' },
  { value: 1e6, letter: 'M' },
  { value: 1e3, letter: 'k' },
] as const;

/** Returns a number in a few characters, for an axis: `950`, `1.5k`, `20M`. */
export function formatCompact(value: number): string {
  const magnitude = magnitudes.find((each) => value >= each.value);
  return magnitude ? `${Number((value / magnitude.value).toPrecision(3))}${magnitude.letter}` : `${value}`;
}

/** Returns a number with four significant digits, without zeros at its end: `0.4125`, `812`, `1,234.5`. */
export function formatMean(mean: number): string {
  return formatDecimal(mean, decimalsOf(mean));
}

/** Returns numbers of one column: as `formatMean` does, but with as many decimals as the longest has, so that they align. */
export function formatMeans(means: readonly number[]): string[] {
  const decimals = Math.max(...means.filter((mean) => !isExponential(mean)).map(decimalsOf), 0);
  return means.map((mean) => formatDecimal(mean, decimals));
}

function formatDecimal(value: number, decimals: number): string {
  if (isExponential(value)) return withMinus(value.toExponential(3));
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(thousands, ',');
  return withMinus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

function isExponential(value: number): boolean {
  return value !== 0 && (Math.abs(value) >= 1e12 || Math.abs(value) < 1e-4);
}

/** Returns how many decimals are left of four significant digits, without zeros at the end. */
function decimalsOf(value: number): number {
  const digitsBeforePoint = value === 0 ? 1 : Math.floor(Math.log10(Math.abs(value))) + 1;
  const rounded = Number(value.toFixed(Math.max(4 - digitsBeforePoint, digitsBeforePoint < 6 ? 1 : 0)));
  return String(rounded).split('.')[1]?.length ?? 0;
}

/** Returns a share in per cent. Neither 0% nor 100% is said unless it is exact. */
export function formatShare(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0%';
  const percent = (100 * part) / whole;
  if (percent < 0.1) return '<0.1%';
  if (percent > 99.9 && percent < 100) return '>99.9%';
  return `${Number(percent.toFixed(1))}%`;
}

/** Returns a relative difference in per cent with its sign: `+4.2%`, `−1.0%`. */
export function formatLift(lift: number): string {
  if (!Number.isFinite(lift)) return lift > 0 ? '+∞' : '−∞';
  const percent = (100 * lift).toFixed(1);
  if (Number(percent) === 0) return '0.0%';
  return lift > 0 ? `+${percent}%` : withMinus(`${percent}%`);
}

/** Returns a probability: `0.042`, `<0.001`. */
export function formatProbability(p: number): string {
  return p < 0.001 ? '<0.001' : `${Number(p.toFixed(p < 0.1 ? 3 : 2))}`;
}

/**
 * Returns the first characters of a version: seven of a hash, as git does, sixteen of any other. After the version of a composed prompt
 * stands a hash of its parts, by which alone two versions may differ.
 */
export function shortenVersion(version: string): string {
  const [, own, parts] = /^(.+)\+([0-9a-f]{12})$/.exec(version) ?? [];
  if (own && parts) return `${shortenVersion(own)}+${parts.slice(0, 7)}`;
  if (/^(?:W\/)?"?[0-9a-f]{16,}/i.test(version)) return version.replace(/^(?:W\/)?"?/, '').slice(0, 7);
  return truncate(version, 16);
}

/** Returns at most `maxLength` characters, with an ellipsis if there are more. */
export function truncate(text: string, maxLength: number): string {
  const characters = Array.from(text.slice(0, 2 * maxLength + 2));
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : text;
}

function withMinus(number: string): string {
  return number.replace('-', '−');
}
