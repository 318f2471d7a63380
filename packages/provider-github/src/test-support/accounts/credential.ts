import type { FakeRepository } from '../fake-repository.ts';
import { Quota } from './quota.ts';

/** What each kind of request is counted on. */
export type Resource = 'core' | 'graphql';
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** What one caller may see, and how often it may ask. */
export interface Credential {
  readonly kind: 'anonymous' | 'token' | 'installation' | 'app';
  /** The token itself; empty for anonymous callers. */
  readonly token: string;
  readonly repositories: 'all' | ReadonlySet<FakeRepository>;
  readonly permissions: Permissions;
  /** In ms since 1970. */
  readonly expiresAt: number;
  readonly quotas: Readonly<Record<Resource, Quota>>;
}

export function quotas(limit: number, now: () => number): Record<Resource, Quota> {
  return { core: new Quota(limit, now), graphql: new Quota(limit, now) };
}

/** Whether a caller sees a repository at all. Public ones are for everybody. */
export function sees({ repositories }: Credential, repository: FakeRepository): boolean {
  return !repository.private || repositories === 'all' || repositories.has(repository);
}

/** Whether a caller that sees a repository may use this part of it. */
export function may({ permissions }: Credential, repository: FakeRepository, permission: string): boolean {
  return !repository.private || permissions[permission] !== undefined;
}
