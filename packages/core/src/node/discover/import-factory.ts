import { fileURLToPath } from 'node:url';
import type { ProviderFactory } from '../../provider/provider.ts';
import type { FoundFactory } from '../../registry/create-provider.ts';
import type { DiscoveredProvider } from './discover.ts';

/** @returns The factory of an installed package, or what is wrong with its module. */
export async function importFactory({ packageName, module }: DiscoveredProvider): Promise<FoundFactory | string> {
  const origin = `'${packageName}' (${fileURLToPath(module)})`;
  try {
    const exports = (await import(
      /* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ module
    )) as Record<string, unknown>;
    // CommonJS arrives as the default; the factory is its `exports.default`.
    const factory = [exports.default, Object(exports.default).default].find((each) => typeof each === 'function');
    if (factory) return { factory: factory as ProviderFactory, origin };
    const found =
      exports.default === undefined
        ? `its module exports ${Object.keys(exports).join(', ') || 'nothing'}`
        : `that is ${typeof exports.default === 'object' ? 'an object' : `a ${typeof exports.default}`}`;
    return `the package ${origin} has no provider factory as its default export; ${found}: add 'export default' to the factory, or report this to the package's author`;
  } catch (thrown) {
    return `the package ${origin} can't be imported: ${thrown instanceof Error ? thrown.message : 'it threw a value that is not an Error'}`;
  }
}
