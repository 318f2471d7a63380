import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { FakeRepository } from '../fake-repository.ts';
import { type App, createApp } from './app.ts';
import { type Credential, type Permissions, quotas } from './credential.ts';
import { verifyJwt } from './verify-jwt.ts';

/** What a token or an App may do. */
export interface Grants {
  readonly repositories: 'all' | readonly FakeRepository[];
  /** Default: contents and metadata, read. */
  readonly permissions?: Permissions;
  /** Requests an hour. Default: 5000. */
  readonly limit?: number;
}

const hour = 3_600_000;
const reading: Permissions = { contents: 'read', metadata: 'read' };

/** Everybody who may call. */
export class Accounts {
  readonly anonymous: Credential;
  readonly #credentials = new Map<string, Credential>();
  readonly #apps: App[] = [];
  readonly #now: () => number;

  /** @param now in ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.anonymous = this.#credential('anonymous', '', { repositories: new Set(), permissions: {}, limit: 60 });
  }

  /** Makes a token, at random. */
  addToken(grants: Grants): string {
    const token = `github_pat_${randomBytes(20).toString('hex')}`;
    this.#credentials.set(token, this.#credential('token', token, withDefaults(grants)));
    return token;
  }

  addApp(grants: Grants): App {
    const app = createApp(withDefaults(grants));
    this.#apps.push(app);
    return app;
  }

  /** Mints a token of an App, which ends after an hour. */
  mint(app: App): Credential {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const credential = this.#credential('installation', token, app, this.#now() + hour);
    this.#credentials.set(token, credential);
    return credential;
  }

  find(token: string): Credential | undefined {
    const credential = this.#credentials.get(token);
    return credential !== undefined && credential.expiresAt > this.#now() ? credential : undefined;
  }

  /** From now on nobody knows a token. */
  revoke(token: string): void {
    this.#credentials.delete(token);
  }

  /**
   * Who sends a request.
   * @param authorization the header of that name.
   * @throws {ApiError} 401 when the credentials are none of ours.
   */
  authenticate(authorization: string | null): Credential {
    if (authorization === null) return this.anonymous;
    const token = tokenOf(authorization);
    if (token.split('.').length === 3) {
      const app = this.appOf(authorization);
      return this.#credential('app', token, { repositories: app.repositories, permissions: {}, limit: app.limit });
    }
    const credential = this.find(token);
    if (credential === undefined) throw new ApiError(401, 'Bad credentials');
    return credential;
  }

  /** The App that signed a request. */
  appOf(authorization: string | null): App {
    return verifyJwt(tokenOf(authorization ?? ''), this.#apps, this.#now());
  }

  #credential(
    kind: Credential['kind'],
    token: string,
    { repositories, permissions, limit }: Pick<App, 'repositories' | 'permissions' | 'limit'>,
    expiresAt = Number.POSITIVE_INFINITY,
  ): Credential {
    return { kind, token, repositories, permissions, expiresAt, quotas: quotas(limit, this.#now) };
  }
}

function withDefaults({ repositories, permissions = reading, limit = 5_000 }: Grants) {
  return { repositories: repositories === 'all' ? repositories : new Set(repositories), permissions, limit };
}

function tokenOf(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'basic') return value;
  const [, password = ''] = Buffer.from(value, 'base64').toString().split(':');
  return password;
}
