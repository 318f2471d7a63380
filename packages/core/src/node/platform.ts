import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Platform } from '../platform.ts';
import type { ProviderFactory } from '../provider/provider.ts';
import { type Discovery, discoverProviders } from './discover/discover.ts';
import { fileProvider } from './file-provider.ts';

/** Node: files, and providers found among the app's dependencies. */
export const nodePlatform: Platform = {
  files: (root) => fileProvider(folderOf(root)),
  async discover({ root, allow, explicit }) {
    const discovery = await discoverProviders({ root: folderOf(root), allow, explicit });
    return {
      issues: discovery.issues,
      load: (name) => {
        const found = discovery.providers.get(name);
        return found && importFactory(found.module);
      },
      hint: (name) => hintFor(name, discovery, folderOf(root)),
    };
  },
};

function folderOf(root: string | URL = process.cwd()): string {
  return root instanceof URL ? fileURLToPath(root) : resolve(root);
}

async function importFactory(module: string): Promise<ProviderFactory> {
  const { default: factory } = (await import(module)) as { default?: unknown };
  if (typeof factory !== 'function') throw new Error(`its module has no factory as default export (${module})`);
  return factory as ProviderFactory;
}

function hintFor(name: string, { manifest, notAllowed }: Discovery, root: string): string | undefined {
  if (manifest === undefined) {
    return `No package.json was found from ${root} upwards, so no installed package could be discovered: pass the provider in providers, or import its /register module.`;
  }
  const owner = notAllowed.get(name);
  if (owner === undefined) return undefined;
  return `The installed package '${owner}' provides it, but isn't trusted: allow it by discover: { allow: ['${owner}'] }.`;
}
