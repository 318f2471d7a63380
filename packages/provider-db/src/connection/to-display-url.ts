import type { Knex } from 'knex';

/**
 * Returns the address of a database without user and password, for messages and `uri`s; undefined if knex was created from a
 * pool or a function, which don't reveal it.
 */
export function toDisplayUrl(knex: Knex): string | undefined {
  const settings = Object(knex.client.connectionSettings) as Record<string, unknown>;
  if (typeof settings.filename === 'string') return `sqlite:${settings.filename}`;
  const url = URL.parse(String(settings.connectionString ?? settings.uri));
  if (url) return `${url.protocol}//${url.host}${url.pathname}`;
  const { host, port, database } = settings;
  return typeof host === 'string' ? `${host}${port ? `:${port}` : ''}/${database ?? ''}` : undefined;
}
