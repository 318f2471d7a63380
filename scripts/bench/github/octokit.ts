import { Octokit } from '@octokit/rest';
import type { Access } from './way.ts';

/** Octokit logs every 304 as an error. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** GitHub's own client, as an app makes it. */
export function octokitFor({ baseUrl, token }: Pick<Access, 'baseUrl' | 'token'>): Octokit {
  return new Octokit({ baseUrl, auth: token, userAgent: 'bench', log: silent });
}
