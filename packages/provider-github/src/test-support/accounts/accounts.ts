import { randomBytes } from 'node:crypto';
import { ApiError } from '../api-error.ts';
import type { FakeRepository } from '../fake-repository.ts';
import { type App, createApp } from './app.ts';
import { type Credential, createQuotas, type Permissions } from './credential.ts';
import { verifyJwt } from './verify-jwt.ts';

/** The permissions of a token or an App. */
export interface Grants {
  readonly repositories: 'all' | readonly FakeRepository[];
  /** Default: read access to contents and metadata. */
  readonly permissions?: Permissions;
  /** Default: 5000. */
  readonly requestsPerHour?: number;
}

const hourMs = 3_600_000;
const readPermissions: Permissions = { contents: 'read', metadata: 'read' };

/** The tokens and Apps that may call the API. */
export class Accounts {
  readonly anonymous: Credential;
  readonly #credentials = new Map<string, Credential>();
  readonly #apps: App[] = [];
  readonly #now: () => number;

  /** @param now Returns the time in epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    this.anonymous = this.#createCredential('anonymous', '', {
      repositories: new Set(),
      permissions: {},
      requestsPerHour: 60,
    });
  }

  /** Creates a random token. */
  createToken(grants: Grants): string {
    const token = `github_pat_${randomBytes(20).toString('hex')}`;
    this.#credentials.set(token, this.#createCredential('token', token, withDefaults(grants)));
    return token;
  }

  createApp(grants: Grants): App {
    const app = createApp(withDefaults(grants));
    this.#apps.push(app);
    return app;
  }

  /** Creates a token of an App's installation, which expires after an hour. */
  createInstallationToken(app: App): Credential {
    const token = `ghs_${randomBytes(18).toString('hex')}`;
    const credential = this.#createCredential('installation', token, app, this.#now() + hourMs);
    this.#credentials.set(token, credential);
    return credential;
  }

  find(token: string): Credential | undefined {
    const credential = this.#credentials.get(token);
    return credential !== undefined && credential.expiresAtMs > this.#now() ? credential : undefined;
  }

  /** Revokes a token. */
  revoke(token: string): void {
    this.#credentials.delete(token);
  }

  /**
   * Finds the credential of a request.
   * @param authorization The `Authorization` header.
   * @throws {ApiError} 401 if the credentials are unknown.
   */
  authenticate(authorization: string | null): Credential {
    if (authorization === null) return this.anonymous;
    const token = parseToken(authorization);
    if (token.split('.').length === 3) {
      const app = this.authenticateApp(authorization);
      return this.#createCredential('app', token, {
        repositories: app.repositories,
        permissions: {},
        requestsPerHour: app.requestsPerHour,
      });
    }
    const credential = this.find(token);
    if (credential === undefined) throw new ApiError(401, 'Bad credentials');
    return credential;
  }

  /** Finds the App that signed a request. */
  authenticateApp(authorization: string | null): App {
    return verifyJwt(parseToken(authorization ?? ''), this.#apps, this.#now());
  }

  #createCredential(
    kind: Credential['kind'],
    token: string,
    { repositories, permissions, requestsPerHour }: Pick<App, 'repositories' | 'permissions' | 'requestsPerHour'>,
    expiresAtMs = Number.POSITIVE_INFINITY,
  ): Credential {
    return { kind, token, repositories, permissions, expiresAtMs, quotas: createQuotas(requestsPerHour, this.#now) };
  }
}

function withDefaults({ repositories, permissions = readPermissions, requestsPerHour = 5_000 }: Grants) {
  return { repositories: repositories === 'all' ? repositories : new Set(repositories), permissions, requestsPerHour };
}

function parseToken(authorization: string): string {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'basic') return value;
  const [, password = ''] = Buffer.from(value, 'base64').toString().split(':');
  return password;
}
