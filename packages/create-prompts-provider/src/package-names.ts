import { Script } from 'node:vm';
import { spellingsOf } from './spellings.ts';
import { UsageError } from './usage-error.ts';

/** The names of a package and its provider. */
export interface PackageNames {
  /** The name that entries use: `provider: 'acme'`. */
  readonly provider: string;
  /** The name on npm, such as `prompts-provider-acme` or `@acme/prompts-provider-wiki`. */
  readonly packageName: string;
  /** The name of the folder: the package's name without its scope. */
  readonly folder: string;
}

/** The providers of `@prompts`, by the packages that contain them. */
export const ownProviders: Readonly<Record<string, string>> = {
  confluence: '@prompts/provider-confluence',
  content: '@prompts/core',
  db: '@prompts/provider-db',
  file: '@prompts/core',
  gdocs: '@prompts/provider-gdocs',
  github: '@prompts/provider-github',
  http: '@prompts/provider-http',
  notion: '@prompts/provider-notion',
};

/** The limit of the npm registry. */
const maxPackageNameLength = 214;
const namePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Parses what the user calls the provider: its name (`acme`, `@acme/wiki`), or the name of its package, which contains `prompts-`
 * (`acme-prompts-wiki`, `@acme/prompts-provider-wiki`).
 * @throws UsageError If one of the names can't be used. The message says what to use instead.
 */
export function parsePackageNames(given: string): PackageNames {
  const [name, scope, ...others] = given.split('/').reverse();
  if (name === undefined || others.length > 0 || (scope !== undefined && !/^@[a-z0-9][a-z0-9._-]*$/.test(scope))) {
    throw new UsageError(
      `'${given}' is not a valid name: write a name such as acme, with or without a scope such as @acme/wiki.`,
    );
  }
  if (!namePattern.test(name)) {
    throw new UsageError(
      `'${name}' can't be the name of a provider and its package: use lower-case letters, digits and single hyphens, and start with a letter${suggest(name)}.`,
    );
  }
  if (scope === '@prompts') {
    throw new UsageError(
      `The scope @prompts is not yours: npm create prompts-provider ${name}, or use a scope of your own.`,
    );
  }
  const own = /^(?:.+-)?prompts-(?:provider-)?(.+)$/.exec(name)?.[1];
  const provider = own ?? name;
  const folder = own === undefined ? `prompts-provider-${name}` : name;
  const packageName = scope === undefined ? folder : `${scope}/${folder}`;
  refuseReserved(provider);
  if (packageName.length > maxPackageNameLength) {
    throw new UsageError(
      `'${packageName}' has ${packageName.length} characters, and npm allows ${maxPackageNameLength}: use a shorter name.`,
    );
  }
  return { provider, packageName, folder };
}

/** Refuses what the code of the provider can't be named, and the names of our providers. */
function refuseReserved(provider: string): void {
  if (Object.hasOwn(ownProviders, provider)) {
    throw new UsageError(
      `'${provider}' is the provider of ${ownProviders[provider]}: install that package, or choose another name, such as my-${provider}.`,
    );
  }
  const { camel } = spellingsOf(provider);
  // `import()` calls a function that a module exports as `then`.
  if (camel in globalThis || camel === 'then' || !isIdentifier(camel)) {
    throw new UsageError(
      `'${camel}' can't be the name of the provider's function in JavaScript: choose another name, such as my-${provider}.`,
    );
  }
}

/** @param name Letters and digits. */
function isIdentifier(name: string): boolean {
  try {
    new Script(`"use strict"; async () => { const ${name} = 0; }`);
    return true;
  } catch {
    return false;
  }
}

function suggest(name: string): string {
  const similar = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '');
  return namePattern.test(similar) ? `, as in ${similar}` : '';
}
