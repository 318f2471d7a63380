import type { VersionUsage } from './usage-model.ts';

/** How many versions a chart can tell apart, besides grey for all others. */
export const shades = 7;

/** Returns the classes that colour versions: the newer, the stronger. `shade-0` is grey, for several versions shown as one. */
export function colourVersions(versions: readonly VersionUsage[]): string[] {
  const single = versions.filter(({ version }) => version !== undefined).length;
  // Few versions take shades that are further apart.
  const step = single <= 3 ? 2 : 1;
  return versions.map(({ version }, index) =>
    version === undefined ? 'shade-0' : `shade-${shades - step * (versions.length - 1 - index)}`,
  );
}
