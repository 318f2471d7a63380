import { generateKeyPairSync, randomInt } from 'node:crypto';
import type { FakeRepository } from '../fake-repository.ts';
import type { Permissions } from './credential.ts';

/** A GitHub App with its one installation. */
export interface App {
  readonly appId: number;
  readonly installationId: number;
  /** In PEM format, as GitHub generates it. */
  readonly privateKey: string;
  readonly publicKey: string;
  readonly repositories: 'all' | ReadonlySet<FakeRepository>;
  readonly permissions: Permissions;
  /** For each of its tokens. */
  readonly requestsPerHour: number;
}

export function createApp(grants: Pick<App, 'repositories' | 'permissions' | 'requestsPerHour'>): App {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { ...grants, appId: randomInt(1, 1e6), installationId: randomInt(1, 1e8), privateKey, publicKey };
}
