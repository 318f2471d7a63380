import { formatCount, shortenVersion, truncate } from './format.ts';
import { type Markup, markup } from './markup.ts';
import type { VersionUsage } from './usage-model.ts';

/** Renders a version; a long one is shortened, and shown in full by its tooltip. */
export function renderVersionName({ version, versions }: VersionUsage): Markup {
  if (version === undefined) return markup`${formatCount(versions)} other versions`;
  const short = shortenVersion(version);
  return short === version
    ? markup`<bdi>${version}</bdi>`
    : markup`<bdi><abbr title="${truncate(version, 200)}">${short}</abbr></bdi>`;
}

/** Returns a version as plain text, for a chart. */
export function labelVersion({ version, versions }: VersionUsage): string {
  return version === undefined ? `${formatCount(versions)} others` : shortenVersion(version);
}
