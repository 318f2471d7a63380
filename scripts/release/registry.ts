import { once } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { command } from './command.ts';

/** A package registry on this machine. */
export interface Registry extends AsyncDisposable {
  /** Ends with a slash. */
  readonly url: string;
  /** The lines of an `.npmrc` with which packages are installed from it, and published to it. */
  readonly npmrc: string;
  /** The same for our packages alone. npm takes the others, of which there may be hundreds, from its cache or from where it usually does. */
  readonly scopedNpmrc: string;
  /** Returns the path of a tarball that was published to it. */
  tarball(name: string, version: string): string;
}

/**
 * Starts an empty registry (verdaccio) on loopback. It fetches packages that were not published to it from the registry that npm
 * is configured with.
 * @param folder For its storage.
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const { runServer } = createRequire(new URL('./tools/package.json', import.meta.url))('verdaccio') as {
    runServer(config: object): Promise<Server>;
  };
  const storage = join(folder, 'storage');
  const upstream = (await command(process.cwd(), 'npm', 'config', 'get', 'registry')).trim();
  const everybody = { access: '$all', publish: '$all' };
  const ownPackages = ['@prompts/*', 'create-prompts-provider', 'acme-prompts*', 'prompts-provider-acme'];
  const server = await runServer({
    storage,
    configPath: join(folder, 'config.yaml'),
    self_path: folder,
    web: { enable: false },
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
    uplinks: { upstream: { url: upstream, maxage: '1h', timeout: '60s', max_fails: 100 } },
    packages: {
      // Nobody else is asked for what is published here.
      ...Object.fromEntries(ownPackages.map((name) => [name, everybody])),
      '**': { ...everybody, proxy: 'upstream' },
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;
  // npm and pnpm publish only with one, although this registry accepts any.
  const token = `//127.0.0.1:${port}/:_authToken=any\n`;
  return {
    url,
    npmrc: `registry=${url}\n${token}`,
    scopedNpmrc: `@prompts:registry=${url}\nprefer-offline=true\n${token}`,
    tarball: (name, version) => join(storage, name, `${basename(name)}-${version}.tgz`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
