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
  readonly version: string;
  /** The file URL of the module to import. */
  readonly module: string;
}

export interface Discovery {
  readonly providers: ReadonlyMap<string, DiscoveredProvider>;
  readonly issues: readonly ConfigIssue[];
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
}

/** Looks for packages that provide prompts among the app's dependencies. Only JSON is read; no code is imported. */
export async function discoverProviders({ root, allow, explicit }: DiscoverOptions): Promise<Discovery> {
  const manifest = findAppManifest(root);
  const providers = new Map<string, DiscoveredProvider>();
  const notAllowed = new Map<string, string>();
  const issues: ConfigIssue[] = [];
  if (manifest === undefined) return { providers, issues, manifest, notAllowed };
  const app = await readJson(manifest);
  if (typeof app === 'string') {
    return { providers, issues: [invalid(manifest, app)], manifest, notAllowed };
  }
  const optional = Object.keys(app.optionalDependencies ?? {});
  const names = new Set([...Object.keys(app.dependencies ?? {}), ...optional]);
  for (const packageName of names) {
    const trusted = isTrusted(packageName, allow);
    const path = `${manifest} → dependencies.${packageName}`;
    const found = findDependencyManifest(packageName, manifest);
    if (found === undefined) {
      if (trusted && !optional.includes(packageName)) {
        issues.push(invalid(path, "is declared but not installed: run your package manager's install command"));
      }
      continue;
    }
    const packageJson = await readJson(found);
    if (typeof packageJson === 'string') {
      if (trusted) issues.push(invalid(found, packageJson));
      continue;
    }
    const parsed = parseManifest(packageJson);
    if (parsed === undefined) continue;
    if ('message' in parsed) {
      if (trusted) issues.push(invalid(`${found} → ${parsed.path}`, parsed.message));
      continue;
    }
    for (const [name, file] of Object.entries(parsed.providers)) {
      if (explicit.has(name)) continue;
      if (!trusted) {
        notAllowed.set(name, packageName);
        continue;
      }
      const module = await moduleInside(dirname(found), file);
      const other = providers.get(name);
      if (module === undefined) {
        const message = `'${file}' of provider '${name}' is not a file inside the package '${packageName}': report this to its author`;
        issues.push(invalid(`${found} → prompts.providers.${name}`, message, name));
      } else if (other !== undefined) {
        issues.push({
          code: 'PROVIDER_CONFLICT',
          path,
          message: `'${packageName}' and '${other.packageName}' both provide '${name}': remove one of the packages, or pass the provider in providers`,
          provider: name,
        });
      } else {
        providers.set(name, { packageName, version: parsed.version, module });
      }
    }
  }
  return { providers, issues, manifest, notAllowed };
}

/** @returns The module's file URL; undefined if the path, with symbolic links resolved, is outside the package. */
async function moduleInside(folder: string, file: string): Promise<string | undefined> {
  try {
    const path = await realpath(join(folder, file));
    return isInside(path, await realpath(folder)) ? pathToFileURL(path).href : undefined;
  } catch {
    return undefined;
  }
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
