/** What a package may weigh. A budget has a little room above what was measured: raise it on purpose, and say why in the commit. */
export interface Budget {
  /** The number of files in the tarball. */
  readonly files: number;
  /** The size of the tarball, in kB (1000 bytes). */
  readonly kilobytes: number;
  /** The number of packages that npm installs with it, peers included. */
  readonly dependencies: number;
  /** The time of its import in a fresh process, in multiples of that of undici. `pnpm bench imports` measures it. */
  readonly importRatio: number;
}

/** The budget of every published package. */
export const budgets: Readonly<Record<string, Budget>> = {
  '@prompts/analytics': { files: 420, kilobytes: 170, dependencies: 33, importRatio: 5 },
  '@prompts/bus-kit': { files: 190, kilobytes: 70, dependencies: 4, importRatio: 0.5 },
  '@prompts/bus-nats': { files: 30, kilobytes: 13, dependencies: 11, importRatio: 0.9 },
  '@prompts/bus-postgres': { files: 30, kilobytes: 13, dependencies: 22, importRatio: 1.3 },
  '@prompts/bus-redis': { files: 45, kilobytes: 19, dependencies: 7, importRatio: 2.3 },
  '@prompts/compose': { files: 120, kilobytes: 53, dependencies: 4, importRatio: 0.8 },
  '@prompts/core': { files: 650, kilobytes: 390, dependencies: 3, importRatio: 0.6 },
  '@prompts/experiments': { files: 265, kilobytes: 95, dependencies: 4, importRatio: 1.8 },
  '@prompts/markup-kit': { files: 80, kilobytes: 28, dependencies: 92, importRatio: 0.6 },
  '@prompts/provider-confluence': { files: 325, kilobytes: 143, dependencies: 104, importRatio: 2.8 },
  '@prompts/provider-db': { files: 310, kilobytes: 118, dependencies: 33, importRatio: 4.5 },
  '@prompts/provider-gdocs': { files: 285, kilobytes: 123, dependencies: 144, importRatio: 3.5 },
  '@prompts/provider-github': { files: 260, kilobytes: 105, dependencies: 37, importRatio: 3.2 },
  '@prompts/provider-http': { files: 76, kilobytes: 52, dependencies: 7, importRatio: 2.4 },
  '@prompts/provider-kit': { files: 185, kilobytes: 94, dependencies: 6, importRatio: 2 },
  '@prompts/provider-notion': { files: 305, kilobytes: 121, dependencies: 98, importRatio: 3.3 },
  '@prompts/provider-testkit': { files: 235, kilobytes: 101, dependencies: 40, importRatio: 2.4 },
  '@prompts/server': { files: 230, kilobytes: 92, dependencies: 8, importRatio: 2.5 },
  '@prompts/sql-kit': { files: 108, kilobytes: 43, dependencies: 32, importRatio: 3.1 },
  '@prompts/webhooks': { files: 48, kilobytes: 20, dependencies: 5, importRatio: 1.4 },
};
