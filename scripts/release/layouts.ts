import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Registry } from './registry.ts';

/** A program and its first arguments. */
export type Command = readonly [string, ...string[]];

/** A way to install dependencies. In each, discovery could fail in its own way. */
export interface Layout {
  readonly name: string;
  /** The package manager's settings: texts by file name. @param cache A folder outside the project. */
  settings(registry: Registry, cache: string): Readonly<Record<string, string>>;
  readonly install: Command;
  readonly lockfile: string;
  /** Runs a program with Node.js. */
  readonly node: Command;
  /** Runs a program with Bun, which installed the dependencies. */
  readonly bun?: Command;
  /** The TypeScript compiler. */
  readonly tsc: Command;
  /** What the compiler needs in the project: versions by package name. */
  readonly developmentDependencies?: Readonly<Record<string, string>>;
}

const tools = fileURLToPath(new URL('./tools/node_modules', import.meta.url));
/** Node.js, or another version of it that the published packages are checked with. */
const node: Command = [process.env.TESTED_NODE ?? process.execPath];
const usual = {
  node,
  tsc: [...node, fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))],
} as const;

/** What all layouts of pnpm have in common. Packages that were published a moment ago are refused by default. JSON is YAML. */
const pnpm = (name: string, settings: object): Layout => ({
  name,
  settings: ({ npmrc }) => ({
    '.npmrc': npmrc,
    'pnpm-workspace.yaml': JSON.stringify({ packages: ['apps/*'], minimumReleaseAge: 0, ...settings }),
  }),
  install: ['pnpm', 'install', '--no-frozen-lockfile'],
  lockfile: 'pnpm-lock.yaml',
  ...usual,
});

const yarnCommand = [...node, join(tools, '@yarnpkg/cli-dist/bin/yarn.js')] as const;

const yarn = (nodeLinker: 'node-modules' | 'pnp'): Layout => ({
  name: `yarn, ${nodeLinker}`,
  settings: ({ url }, cache) => ({
    '.yarnrc.yml': JSON.stringify({
      nodeLinker,
      npmRegistryServer: url,
      unsafeHttpWhitelist: ['127.0.0.1'],
      npmMinimalAgeGate: 0,
      enableImmutableInstalls: false,
      enableTelemetry: false,
      // Caches packages by version, and every rehearsal publishes the same ones.
      globalFolder: join(cache, 'yarn'),
    }),
    'yarn.lock': '',
  }),
  install: [...yarnCommand, 'install'],
  lockfile: 'yarn.lock',
  ...usual,
});

const bunCommand = join(tools, '.bin/bun');

const bun: Layout = {
  name: 'bun',
  settings: ({ url }, cache) => ({
    'bunfig.toml': `[install]\nregistry = "${url}"\n[install.cache]\ndir = "${join(cache, 'bun')}"\n`,
  }),
  install: [bunCommand, 'install'],
  lockfile: 'bun.lock',
  bun: [bunCommand],
  ...usual,
};

export const npm: Layout = {
  name: 'npm',
  settings: ({ npmrc }) => ({ '.npmrc': npmrc }),
  install: ['npm', 'install', '--no-audit', '--no-fund', '--no-update-notifier'],
  lockfile: 'package-lock.json',
  ...usual,
};
/** Refuses what contradicts a peer range, which pnpm otherwise only reports. */
export const pnpmIsolated: Layout = pnpm('pnpm, isolated', { strictPeerDependencies: true });
export const pnpmWithoutHoisting: Layout = pnpm('pnpm, hoist: false', { hoist: false });
const yarnPnp: Layout = {
  ...yarn('pnp'),
  // As `yarn node` does, in a fraction of the time.
  node: [node[0], '--require', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs'],
  // TypeScript 7 can't read Yarn's archives; Yarn patches version 5 for that.
  tsc: [...yarnCommand, 'tsc'],
  developmentDependencies: { typescript: '~5.9.0' },
};

/** All layouts. Bun's only where npm finds a binary of it. */
export const layouts: readonly Layout[] = [
  npm,
  pnpmIsolated,
  pnpmWithoutHoisting,
  pnpm('pnpm, global virtual store', { enableGlobalVirtualStore: true }),
  yarn('node-modules'),
  yarnPnp,
  ...(existsSync(bunCommand) ? [bun] : []),
];
