import type { Knex } from 'knex';

/** @returns where a database is, for people: no user, no password. Undefined where only a pool is known. */
export function placeOf(knex: Knex): string | undefined {
  const settings = Object(knex.client.connectionSettings) as Record<string, unknown>;
  if (typeof settings.filename === 'string') return `sqlite:${settings.filename}`;
  const url = URL.parse(String(settings.connectionString ?? settings.uri));
  if (url) return `${url.protocol}//${url.host}${url.pathname}`;
  const { host, port, database } = settings;
  return typeof host === 'string' ? `${host}${port ? `:${port}` : ''}/${database ?? ''}` : undefined;
}
