import type { ConfigIssue } from './config/issues.ts';
import type { AnyProvider, ProviderFactory } from './provider/provider.ts';

/** What only some runtimes can do. Core itself runs on all of them. */
export interface Platform {
  /** @returns the provider of `{ file }` entries; undefined where there is no file system. */
  files(root: string | URL | undefined): AnyProvider | undefined;
  /** Looks for providers among the app's dependencies. Reads JSON only. */
  discover(options: {
    readonly root: string | URL | undefined;
    readonly allow: readonly string[];
    readonly explicit: ReadonlySet<string>;
  }): Promise<InstalledProviders>;
}

export interface InstalledProviders {
  readonly issues: readonly ConfigIssue[];
  /** Imports the package that provides `name`; undefined where none does. */
  load(name: string): Promise<ProviderFactory> | undefined;
  /** Why `name` wasn't found, where there is more to say than that it isn't installed. */
  hint(name: string): string | undefined;
}

/** Any JavaScript runtime: no files, nothing to discover. */
export const portablePlatform: Platform = {
  files: () => undefined,
  discover: async () => ({
    issues: [],
    load: () => undefined,
    hint: () => 'Without Node nothing is discovered: pass it in providers, or import its /register module.',
  }),
};
