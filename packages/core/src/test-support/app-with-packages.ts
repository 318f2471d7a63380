import { createPrompts, PromptError } from '../node/index.ts';
import { type Folder, makeFolder } from './folder.ts';

/** A package in the app's node_modules. By default, it provides 'acme'. */
export interface InstalledPackage {
  /** The `prompts` of its package.json. */
  readonly prompts?: unknown;
  /** The other fields of its package.json that differ from the default. */
  readonly fields?: object;
  /** The code of its `index.js`. */
  readonly module?: string;
  /** The whole package.json. */
  readonly raw?: string;
}

/** An app in a temporary folder. */
export interface AppWithPackages extends Folder {
  /** Writes the app's package.json and its node_modules. A package that is undefined is declared, but not installed. */
  install(packages: Record<string, InstalledPackage | undefined>, optional?: readonly string[]): Promise<void>;
  /** Returns the text of the entry 'it'. */
  loadText(options?: object, systemPrompts?: object): Promise<string>;
  /** Returns the error that {@link loadText} fails with. */
  captureError(options?: object, systemPrompts?: object): Promise<PromptError>;
}

/** Returns the entry 'it' of a provider. */
export const createEntries = (provider = 'acme') => ({ it: { provider, config: {} } });

/** Returns the code of a module whose provider serves `label` and its options. The module records that it was imported. */
export const createModule = (label: string) => `
  globalThis.importedProviders = [...(globalThis.importedProviders ?? []), '${label}'];
  export default (options) => ({ name: 'acme', load: async () => ({ content: '${label} ' + JSON.stringify(options ?? {}) }) });
`;

/** The manifest of a package that provides 'acme'. */
export const acmeManifest = { apiVersion: 1, providers: { acme: './index.js' } };

/** Creates an app without packages. */
export async function makeAppWithPackages(): Promise<AppWithPackages> {
  const folder = await makeFolder();
  async function loadText(options: object = {}, systemPrompts: object = createEntries()): Promise<string> {
    await using prompts = await createPrompts({ systemPrompts, root: folder.path, ...options } as never);
    return (await prompts.get('it' as never)).content;
  }
  return {
    ...folder,
    loadText,
    async install(packages, optional = []) {
      const names = Object.keys(packages).filter((name) => !optional.includes(name));
      const toAny = (each: readonly string[]) => Object.fromEntries(each.map((name) => [name, '*']));
      const app = { name: 'app', dependencies: toAny(names), optionalDependencies: toAny(optional) };
      await folder.write('package.json', app);
      for (const [name, given] of Object.entries(packages)) {
        if (given === undefined) continue;
        const { prompts = acmeManifest, module = createModule(name), fields, raw } = given;
        const json = { name, version: '1.2.3', type: 'module', exports: './index.js', prompts, ...fields };
        await folder.write(`node_modules/${name}/package.json`, raw ?? json);
        await folder.write(`node_modules/${name}/index.js`, module);
      }
    },
    async captureError(options, systemPrompts) {
      const error = await loadText(options, systemPrompts).catch((thrown: unknown) => thrown);
      if (!PromptError.isInstance(error)) throw new Error(`not a PromptError: ${error}`);
      return error;
    },
  };
}
