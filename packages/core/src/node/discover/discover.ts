import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConfigIssue, invalid } from '../../config/issues.ts';
import { isInside } from '../is-inside.ts';
import { findAppManifest, findDependencyManifest } from './find-package.ts';
import { parseManifest } from './manifest.ts';
import { isTrusted } from './trust.ts';

/** A provider that an installed package offers. */
export interface DiscoveredProvider {
  readonly packageName: string;
  /** The file URL of the module to import. */
  readonly module: string;
}

/** A mistake in a package. It matters only to an app that uses what the package provides. */
export interface DiscoveryIssue extends ConfigIssue {
  /** The names of the providers that are concerned; undefined if the package can't be read. */
  readonly names: readonly string[] | undefined;
}

export interface Discovery {
  readonly providers: ReadonlyMap<string, DiscoveredProvider>;
  readonly issues: readonly DiscoveryIssue[];
  /** The trusted packages that the app depends on, and that are not installed. */
  readonly notInstalled: readonly string[];
  /** The path of the app's package.json; undefined if none was found. */
  readonly manifest: string | undefined;
  /** The packages that offer a provider but are neither trusted nor allowed, by provider name. */
  readonly notAllowed: ReadonlyMap<string, string>;
}

interface DiscoverOptions {
  readonly root: string;
  /** Package names; `*` matches anything but a slash. */
  readonly allow: readonly string[];
  /** The names of providers passed explicitly: no package can conflict with them. */
  readonly explicit: Pick<ReadonlySet<string>, 'has'>;
  /** The version of core that runs. */
  readonly coreVersion: string;
}

/** Looks for packages that provide prompts among the app's dependencies. Only JSON is read; no code is imported. */
export async function discoverProviders({ root, allow, explicit, coreVersion }: DiscoverOptions): Promise<Discovery> {
  const manifest = findAppManifest(root);
  const providers = new Map<string, DiscoveredProvider>();
  const notAllowed = new Map<string, string>();
  const issues: DiscoveryIssue[] = [];
  const notInstalled: string[] = [];
  const discovery = { providers, issues, notInstalled, manifest, notAllowed };
  if (manifest === undefined) return discovery;
  const app = await readJson(manifest);
  if (typeof app === 'string') {
    issues.push({ ...invalid(manifest, app), names: undefined });
    return discovery;
  }
  const optional = Object.keys(app.optionalDependencies ?? {});
  const names = new Set([...Object.keys(app.dependencies ?? {}), ...optional]);
  for (const packageName of names) {
    const trusted = isTrusted(packageName, allow);
    const path = `${manifest} → dependencies.${packageName}`;
    const found = findDependencyManifest(packageName, manifest);
    if (found === undefined) {
      if (trusted && !optional.includes(packageName)) notInstalled.push(packageName);
      continue;
    }
    const packageJson = await readJson(found);
    if (typeof packageJson === 'string') {
      if (trusted) issues.push({ ...invalid(found, packageJson), names: undefined });
      continue;
    }
    const parsed = parseManifest(packageJson, packageName, coreVersion);
    if (parsed === undefined) continue;
    if ('message' in parsed) {
      const { path: place, message, names } = parsed;
      if (trusted) issues.push({ ...invalid(`${found} → ${place}`, message), names });
      else for (const name of names ?? []) notAllowed.set(name, packageName);
      continue;
    }
    for (const [name, file] of Object.entries(parsed.providers)) {
      if (explicit.has(name)) continue;
      if (!trusted) {
        notAllowed.set(name, packageName);
        continue;
      }
      const module = await findModule(dirname(found), file, packageName);
      const other = providers.get(name);
      if (!module.startsWith('file:')) {
        const message = `'${file}' of provider '${name}' ${module}`;
        issues.push({ ...invalid(`${found} → prompts.providers.${name}`, message, name), names: [name] });
      } else if (other !== undefined) {
        issues.push({
          code: 'PROVIDER_CONFLICT',
          path,
          message: `'${packageName}' and '${other.packageName}' both provide '${name}': remove one of the packages, or pass the provider in providers`,
          provider: name,
          names: [name],
        });
      } else {
        providers.set(name, { packageName, module });
      }
    }
  }
  return discovery;
}

/**
 * @returns The module's file URL, or what is wrong with its path: a file must be inside the package even after symbolic links are
 * resolved.
 */
async function findModule(folder: string, file: string, packageName: string): Promise<string> {
  const path = join(folder, file);
  const outside = `is not a file inside the package '${packageName}'`;
  try {
    const target = await realpath(path);
    if (isInside(target, await realpath(folder))) return pathToFileURL(target).href;
  } catch {
    if (isInside(path, folder))
      return `${outside}, because it does not exist: build it and list it in "files", or report this to its author`;
  }
  return `${outside}: report this to its author`;
}

interface PackageJson {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** @returns The parsed file, or what is wrong with it. */
async function readJson(path: string): Promise<PackageJson | string> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : 'is not a JSON object';
  } catch {
    return "can't be read, or is not valid JSON";
  }
}
