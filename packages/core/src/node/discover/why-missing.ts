import { dirname } from 'node:path';
import { inBundle } from '../../registry/in-bundle.ts';
import type { MissingReason } from '../../registry/provider-sources.ts';
import type { Discovery } from './discover.ts';

/** Returns why no installed package provides a name. */
export function whyMissing(
  name: string,
  { manifest, notAllowed, notInstalled, issues }: Discovery,
  root: string,
): MissingReason {
  if (manifest === undefined) {
    const text = `No package.json was found in ${root} or its parent folders, so packages can't be discovered: set root to the app's folder.`;
    return { text, hasFix: false };
  }
  const owner = notAllowed.get(name);
  if (owner !== undefined) {
    const text = `The package '${owner}' in ${manifest} provides it, but is not trusted: allow it with discover: { allow: ['${owner}'] }.`;
    return { text, hasFix: true };
  }
  const folder = dirname(manifest);
  const mistake = issues.find(
    ({ path, names }) => path === manifest || (names?.includes(name) ?? path.replace(folder, '').includes(name)),
  );
  if (mistake) return { text: `Fix ${mistake.path} first: it may provide '${name}'.`, hasFix: true };
  if (notInstalled.length > 0) {
    const list = notInstalled.map((each) => `'${each}'`).join(', ');
    const missing = `${list} ${notInstalled.length > 1 ? 'are' : 'is'} declared in ${manifest} but not installed: run your package manager's install command.`;
    const own = notInstalled.find((each) => each.includes(name));
    return { text: own ? `${missing} ${inBundle(own)}` : missing, hasFix: own !== undefined };
  }
  const text = `No dependency in ${manifest} provides it (set root if this is not the app's package.json).`;
  return { text, hasFix: false };
}
