import * as z from 'zod/mini';
import { findVersionGap } from './version-gap.ts';

const apiVersion = 1;

/** The part of a provider package's package.json that core reads. */
const manifestSchema = z.object({
  prompts: z.object(
    {
      apiVersion: z.literal(apiVersion),
      providers: z.record(
        z.string().check(z.minLength(1)),
        z.string('must be a path').check(z.startsWith('./', 'must start with ./')),
        'must be an object of paths by provider name',
      ),
    },
    'must be an object with apiVersion and providers',
  ),
});

export interface ProviderManifest {
  /** The path of each provider's module, relative to the package, by provider name. */
  readonly providers: Readonly<Record<string, string>>;
}

/** A mistake in a manifest. */
export interface ManifestFault {
  /** Dotted path into the package.json. */
  readonly path: string;
  readonly message: string;
  /** The names of the providers that the package seems to have; undefined if that can't be read. */
  readonly names: readonly string[] | undefined;
}

/**
 * Reads what a package provides.
 * @param packageName The name under which the app depends on the package.
 * @param coreVersion The version of core that runs.
 * @returns undefined for a package that provides nothing.
 */
export function parseManifest(
  packageJson: object,
  packageName: string,
  coreVersion: string,
): ProviderManifest | ManifestFault | undefined {
  if (!Object.hasOwn(packageJson, 'prompts')) return undefined;
  const { prompts, peerDependencies } = packageJson as {
    readonly prompts: unknown;
    readonly peerDependencies?: unknown;
  };
  const names = namesOf(Object(prompts).providers);
  const result = manifestSchema.safeParse(packageJson);
  if (!result.success) {
    const { path: keys = [], message = 'is malformed' } = result.error.issues[0] ?? {};
    const path = keys.join('.');
    const isVersion = path === 'prompts.apiVersion';
    return { path, message: isVersion ? apiVersionFault(Object(prompts).apiVersion, packageName) : message, names };
  }
  const range: unknown = Object(peerDependencies)['@prompts/core'];
  const gap = typeof range === 'string' ? findVersionGap(coreVersion, range) : undefined;
  if (gap === undefined) return result.data.prompts;
  const fix = update(packageName, gap === 'too old', `@prompts/core ${range}`);
  return { path: 'peerDependencies.@prompts/core', message: `is ${range}, but ${coreVersion} runs: ${fix}`, names };
}

function namesOf(providers: unknown): readonly string[] | undefined {
  const names = Array.isArray(providers) ? [] : Object.keys(typeof providers === 'object' ? Object(providers) : {});
  return names.length > 0 ? names : undefined;
}

function apiVersionFault(given: unknown, packageName: string): string {
  return typeof given === 'number'
    ? `must be ${apiVersion}, but is ${given}: ${update(packageName, given > apiVersion)}`
    : `must be ${apiVersion} (a number): report this to the author of '${packageName}'`;
}

/** Returns which of two packages to update. @param core How to name core as the one to install instead. */
function update(packageName: string, isCoreTooOld: boolean, core = 'an older @prompts/core'): string {
  return isCoreTooOld
    ? `update @prompts/core, or install an older version of '${packageName}'`
    : `update '${packageName}', or install ${core}`;
}
