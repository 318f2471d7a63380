import { cp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { command } from './command.ts';

/** What a package.json says that matters to a release. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package whose version has changed. */
export interface Release {
  readonly before: Manifest;
  readonly after: Manifest;
}

export type Bump = 'patch' | 'minor' | 'major';

/** The workspace, as far as it matters to versions and to what is published. */
const copied = [
  'package.json',
  'pnpm-workspace.yaml',
  '.changeset',
  'packages',
  'examples',
  'scripts/bench',
  'scripts/build',
];

const git = ['-c', 'user.name=rehearsal', '-c', 'user.email=rehearsal@localhost', '-c', 'commit.gpgsign=false'];

/** A copy of the repository, with the built packages, in which versions can be changed and published without consequences. */
export class ReleaseCopy {
  readonly folder: string;
  readonly #repository: string;

  private constructor(folder: string, repository: string) {
    this.folder = folder;
    this.#repository = repository;
  }

  /**
   * @param folder Does not exist yet.
   * @param npmrc Says where to publish.
   */
  static async create(repository: string, folder: string, npmrc: string): Promise<ReleaseCopy> {
    const copy = new ReleaseCopy(folder, repository);
    const filter = (path: string) => basename(path) !== 'node_modules';
    for (const path of copied) await cp(join(repository, path), join(folder, path), { recursive: true, filter });
    await symlink(join(repository, 'packages/core/node_modules'), join(folder, 'packages/core/node_modules'));
    await writeFile(join(folder, '.npmrc'), npmrc);
    await writeFile(join(folder, '.gitignore'), 'dist/\nnode_modules\n.npmrc\n');
    await command(folder, 'git', 'init', '--quiet');
    await copy.#commit();
    return copy;
  }

  /** Adds a changeset. */
  async change(bumps: Readonly<Record<string, Bump>>): Promise<void> {
    const lines = Object.entries(bumps).map(([name, bump]) => `'${name}': ${bump}`);
    const file = join(this.folder, '.changeset', 'rehearsed.md');
    await writeFile(file, ['---', ...lines, '---', '', 'A change.', ''].join('\n'));
  }

  /** Runs `changeset version`. @returns The packages to be published. */
  async version(...options: readonly string[]): Promise<ReadonlyMap<string, Release>> {
    const before = await this.manifests();
    const changesets = await readdir(join(this.folder, '.changeset'));
    // Right after a release, nothing is pending, which is an error of `changeset version`.
    if (!changesets.some((file) => file.endsWith('.md'))) return new Map();
    const cli = join(this.#repository, 'node_modules/@changesets/cli/bin.js');
    await command(this.folder, process.execPath, cli, 'version', ...options);
    await this.#commit();
    const releases = new Map<string, Release>();
    for (const [name, after] of await this.manifests()) {
      const old = before.get(name);
      if (old && old.version !== after.version) releases.set(name, { before: old, after });
    }
    if (releases.has('@prompts/core')) await this.#bundleCore();
    return releases;
  }

  /** Undoes the last `version`, with its changesets. */
  async undo(): Promise<void> {
    await command(this.folder, 'git', 'reset', '--quiet', '--hard', 'HEAD~1');
  }

  /** Publishes the packages whose version is not in the registry yet. */
  async publish(names: readonly string[], tag = 'latest'): Promise<void> {
    const filters = names.flatMap((name) => ['--filter', name]);
    const options = ['--no-git-checks', '--ignore-scripts', '--tag', tag];
    await command(this.folder, 'pnpm', ...filters, 'publish', '--recursive', ...options);
  }

  /** Reads the manifests of all public packages. */
  async manifests(): Promise<ReadonlyMap<string, Manifest>> {
    const manifests = new Map<string, Manifest>();
    for (const name of await readdir(join(this.folder, 'packages'))) {
      const manifest = JSON.parse(
        await readFile(join(this.folder, 'packages', name, 'package.json'), 'utf8'),
      ) as Manifest;
      if (!manifest.private) manifests.set(manifest.name, manifest);
    }
    return manifests;
  }

  /** Core contains its own version. */
  async #bundleCore(): Promise<void> {
    const bundle = join(this.#repository, 'scripts/build/bundle.ts');
    const core = join(this.folder, 'packages/core');
    // Their names contain a hash, so those of the last version would stay.
    await rm(join(core, 'dist/chunks'), { recursive: true });
    await command(core, process.execPath, bundle);
  }

  async #commit(): Promise<void> {
    await command(this.folder, 'git', 'add', '--all');
    await command(this.folder, 'git', ...git, 'commit', '--quiet', '--allow-empty', '-m', 'Rehearse');
  }
}
