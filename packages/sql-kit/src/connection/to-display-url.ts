import { isIP } from 'node:net';
import type { Knex } from 'knex';
import { dialectOf } from './dialect.ts';

/**
 * Returns the address of a database without user and password, for messages and `uri`s; undefined if knex was created from a
 * pool or a function, which don't reveal it.
 */
export function toDisplayUrl(knex: Knex): string | undefined {
  const settings = Object(knex.client.connectionSettings) as Record<string, unknown>;
  if (typeof settings.filename === 'string') return `sqlite:${settings.filename}`;
  const url = URL.parse(String(settings.connectionString ?? settings.uri));
  if (url) return `${url.protocol}//${url.host}${url.pathname}`;
  const { host = settings.socketPath, port, database = '' } = settings;
  if (typeof host !== 'string') return undefined;
  const name = isIP(host) === 6 ? `[${host}]` : encodeURIComponent(host);
  return `${dialectOf(knex)}://${name}${port ? `:${port}` : ''}/${database}`;
}
