/** `^1.2.3`, `~1.2`, `>=1`, `1.x`; a prerelease counts as its release. */
const comparatorPattern = /^(\^|~|[<>]=?|=)?v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:[-+]\S*)?$/i;

/** The place of 1.0.0 in the order of compatible versions. */
const firstMajor = 1_000_000;

/**
 * Compares a version with a range, as in `peerDependencies`. Only the compatibility of SemVer counts: the major version, or the
 * minor version below 1.0.0.
 * @returns Whether the version is too old for the range, or too new. Undefined if it fits, if it is not a release (0.0.x), and if the
 * range is not understood.
 */
export function findVersionGap(version: string, range: string): 'too old' | 'too new' | undefined {
  const place = placeOf(version.split('.'));
  const alternatives = range.split('||').map(parseAlternative);
  const fits = alternatives.some((places) => !places || (places.min <= place && place <= places.max));
  if (place === 0 || fits) return undefined;
  return alternatives.some((places) => places && place < places.min) ? 'too old' : 'too new';
}

interface Places {
  readonly min: number;
  readonly max: number;
}

/** @returns Undefined if one of the comparators is not understood. */
function parseAlternative(text: string): Places | undefined {
  const comparators = text
    .replaceAll(/([<>=~^])\s+/g, '$1')
    .trim()
    .split(/\s+/)
    .map(parseComparator);
  if (!comparators.every((each) => each !== undefined)) return undefined;
  return { min: Math.max(...comparators.map(({ min }) => min)), max: Math.min(...comparators.map(({ max }) => max)) };
}

function parseComparator(text: string): Places | undefined {
  if (/^[x*]?$/i.test(text)) return { min: 0, max: Infinity };
  const [match, operator = '', ...numbers] = comparatorPattern.exec(text) ?? [];
  if (match === undefined) return undefined;
  const place = placeOf(numbers);
  const isAnyMinor = Number(numbers[0]) === 0 && !(Number(numbers[1]) >= 0);
  if (operator.startsWith('>')) return { min: place, max: Infinity };
  if (operator === '<') return { min: 0, max: isStart(numbers) ? place - 1 : place };
  if (operator === '<=') return { min: 0, max: isAnyMinor ? firstMajor : place };
  // A package that was made for 0.0.0 was made in this repository.
  if (place === 0 && !isAnyMinor) return { min: 0, max: Infinity };
  return { min: place, max: isAnyMinor ? firstMajor : place };
}

/** Versions at the same place are compatible. */
function placeOf([major, minor]: readonly (string | undefined)[]): number {
  return Number(major) > 0 ? firstMajor + Number(major) : Number(minor) || 0;
}

/** Whether a version is the first one at its place, so that `<` excludes the whole place. */
function isStart([major, minor, patch]: readonly (string | undefined)[]): boolean {
  return !(Number(patch) > 0) && (Number(major) === 0 || !(Number(minor) > 0));
}
