import { generateKeyPairSync, randomInt } from 'node:crypto';
import type { FakeRepository } from '../fake-repository.ts';
import type { Permissions } from './credential.ts';

/** A GitHub App with its one installation. */
export interface App {
  readonly appId: number;
  readonly installationId: number;
  /** PEM, as GitHub hands it out. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly repositories: 'all' | ReadonlySet<FakeRepository>;
  readonly permissions: Permissions;
  /** Requests an hour of each token. */
  readonly limit: number;
}

export function createApp(grants: Pick<App, 'repositories' | 'permissions' | 'limit'>): App {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { ...grants, appId: randomInt(1, 1e6), installationId: randomInt(1, 1e8), privateKey, publicKey };
}
