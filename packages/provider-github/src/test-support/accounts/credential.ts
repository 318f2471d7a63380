import type { FakeRepository } from '../fake-repository.ts';
import { Quota } from './quota.ts';

/** The quotas that requests count against. */
export type Resource = 'core' | 'graphql';
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** The permissions and quotas of one caller. */
export interface Credential {
  readonly kind: 'anonymous' | 'token' | 'installation' | 'app';
  /** Empty for anonymous callers. */
  readonly token: string;
  readonly repositories: 'all' | ReadonlySet<FakeRepository>;
  readonly permissions: Permissions;
  /** In epoch milliseconds. */
  readonly expiresAtMs: number;
  readonly quotas: Readonly<Record<Resource, Quota>>;
}

export function createQuotas(requestsPerHour: number, now: () => number): Record<Resource, Quota> {
  return { core: new Quota(requestsPerHour, now), graphql: new Quota(requestsPerHour, now) };
}

/** Whether a caller can see a repository. Everybody can see public ones. */
export function canSee({ repositories }: Credential, repository: FakeRepository): boolean {
  return !repository.private || repositories === 'all' || repositories.has(repository);
}

/** Whether a caller that can see a repository has a permission in it. */
export function hasPermission({ permissions }: Credential, repository: FakeRepository, permission: string): boolean {
  return !repository.private || permissions[permission] !== undefined;
}
