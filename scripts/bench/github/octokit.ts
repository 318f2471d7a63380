import { Octokit } from '@octokit/rest';
import type { Access } from './strategy.ts';

/** Octokit logs every 304 as an error. */
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Creates GitHub's client as an app does. */
export function createOctokit({ baseUrl, token }: Pick<Access, 'baseUrl' | 'token'>): Octokit {
  return new Octokit({ baseUrl, auth: token, userAgent: 'bench', log: silent });
}
