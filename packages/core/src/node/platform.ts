import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { invalid } from '../config/issues.ts';
import { loggerOf } from '../logger.ts';
import { requireNamespace } from '../persistence/require-namespace.ts';
import { probeStore } from '../persistence/store/probe-store.ts';
import { tierOptionsSchema } from '../persistence/tier-options-schema.ts';
import type { Platform } from '../platform.ts';
import type { FoundFactory } from '../registry/create-provider.ts';
import type { MissingReason } from '../registry/provider-sources.ts';
import { coreVersion } from './core-version.ts';
import { type Discovery, type DiscoveryIssue, discoverProviders } from './discover/discover.ts';
import { importFactory } from './discover/import-factory.ts';
import { whyMissing } from './discover/why-missing.ts';
import { fileProvider } from './file-provider.ts';
import { requireNodeVersion } from './require-node-version.ts';
import { isRoot, rootFolder } from './root-folder.ts';

const notAPath = 'must be the path of a file';

/** Node: file entries, snapshots, and providers discovered among the app's dependencies. */
export const nodePlatform: Platform = {
  optionShape: {
    cache: z.optional(
      z.extend(tierOptionsSchema, { snapshot: z.optional(z.string(notAPath).check(z.minLength(1, notAPath))) }),
    ),
    root: z.optional(z.custom<string | URL>(isRoot, 'must be a path or the URL of a file on this system')),
    discover: z.optional(
      z.union(
        [z.boolean(), z.strictObject({ allow: z.optional(z.array(z.string())) })],
        "must be a boolean or { allow: ['package-name'] }",
      ),
    ),
    watchFiles: z.optional(z.boolean('must be a boolean')),
  },
  prepare(options) {
    requireNodeVersion(process.versions.node);
    probeStore(options);
  },
  checkAddresses: requireNamespace,
  async attachPersistence(parts) {
    const { snapshot, store, bus, integrityKey } = parts.options.cache ?? {};
    if (snapshot === undefined && !store && !bus) return undefined;
    // Loaded only by apps that use one of these options.
    const { attachPersistence } = await import('../persistence/attach-persistence.ts');
    const { openSnapshotFile } = await import('./snapshot/snapshot-file.ts');
    const { root } = parts.options;
    const { logger } = parts.context;
    const path = snapshot && resolve(rootFolder(root), snapshot);
    const file = path && openSnapshotFile(path, logger, { isAuthenticated: integrityKey !== undefined });
    return attachPersistence(parts, file || undefined);
  },
  files: ({ root, watchFiles }) => fileProvider({ root: rootFolder(root), watchFiles }),
  async findInstalled(wanted, explicit, { root, discover, logger }, issues) {
    if (wanted.size === 0 || discover === false) return undefined;
    const folder = rootFolder(root);
    const allow = (typeof discover === 'object' && discover.allow) || [];
    const discovery = await discoverProviders({ root: folder, allow, explicit, coreVersion });
    const factories = new Map<string, FoundFactory>();
    for (const issue of discovery.issues) {
      const provider = concernedProvider(issue, wanted, discovery);
      if (provider !== undefined) issues.push({ ...issue, provider: issue.names && provider });
      else loggerOf(logger).warn(`@prompts: ${issue.path}: ${issue.message}`);
    }
    const reasons = new Map<string, MissingReason>();
    for (const name of wanted) {
      const found = discovery.providers.get(name);
      const factory = found && (await importFactory(found));
      if (typeof factory === 'string') issues.push(invalid(`providers.${name}`, factory, name));
      else if (factory) factories.set(name, factory);
      reasons.set(name, whyMissing(name, discovery, folder));
    }
    return { factories, reasons, names: discovery.providers.keys() };
  },
};

/** Returns the wanted provider that a mistake in a package concerns, or that may be missing because of it. */
function concernedProvider(
  { names }: DiscoveryIssue,
  wanted: ReadonlySet<string>,
  { providers }: Discovery,
): string | undefined {
  return [...wanted].find((name) => (names ? names.includes(name) : !providers.has(name)));
}
