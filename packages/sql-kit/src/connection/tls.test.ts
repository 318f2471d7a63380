import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { PromptError } from '@prompts/core';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { makeAuthority } from '../../../../scripts/test/servers/certificates.ts';
import { askPostgres } from '../../../../scripts/test/servers/clients.ts';
import { startMariaDb } from '../../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../../scripts/test/servers/postgres.ts';
import { sharedServer } from '../../../../scripts/test/servers/shared-server.ts';
import { toPromptError } from '../errors/to-prompt-error.ts';
import { openDatabase } from './open-database.ts';

const systems = {
  postgres: {
    start: startPostgres,
    database: 'postgres',
    query: 'select ssl::text as tls from pg_stat_ssl where pid = pg_backend_pid()',
    read: (result: unknown) => JSON.stringify(Object(result).rows).includes('true'),
  },
  mariadb: {
    start: startMariaDb,
    database: 'mysql',
    query: "show status like 'Ssl_cipher'",
    read: (result: unknown) => Object(result)[0][0].Value !== '',
  },
};

type System = keyof typeof systems;

/** Connects with an address. @returns How, or the message of the error. */
async function connect(system: System, address: string): Promise<string> {
  const { query, read } = systems[system];
  try {
    const knex = openDatabase(address);
    try {
      return read(await knex.raw(query)) ? 'TLS' : 'plaintext';
    } catch (error) {
      throw toPromptError(error, knex);
    } finally {
      await knex.destroy();
    }
  } catch (error) {
    if (PromptError.isInstance(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Makes PostgreSQL ask for client certificates, a little later. */
async function trustAuthority(url: string, certificate: string): Promise<void> {
  const lines = `unnest(string_to_array('${certificate}', chr(10)))`;
  const folder = await askPostgres(url, 'show data_directory');
  await askPostgres(url, `copy (select ${lines}) to '${folder}/ca.pem'`);
  await askPostgres(url, "alter system set ssl_ca_file = 'ca.pem'");
  await askPostgres(url, 'select pg_reload_conf()');
}

const untrusted = expect.stringMatching(/^UNAVAILABLE: .* has a certificate that is not trusted/);
const withoutTls = expect.stringMatching(/^UNAVAILABLE: .* does not support TLS/);
const invalid = expect.stringMatching(/^CONFIG_INVALID: /);

/** Parameters, and how they connect to a server with TLS and to one without. CA stands for the file of the authority. */
const cases: Readonly<Record<System, readonly [parameters: string, withTls: unknown, without: unknown][]>> = {
  postgres: [
    ['', 'plaintext', 'plaintext'],
    ['sslmode=disable', 'plaintext', 'plaintext'],
    ['sslmode=allow', 'plaintext', 'plaintext'],
    ['sslmode=prefer', 'TLS', 'plaintext'],
    ['sslmode=require', 'TLS', withoutTls],
    ['ssl=true', 'TLS', withoutTls],
    ['sslmode=require&channel_binding=require', 'TLS', withoutTls],
    ['sslmode=require&sslrootcert=CA', 'TLS', withoutTls],
    ['sslmode=require&sslrootcert=OTHER', untrusted, withoutTls],
    ['sslmode=verify-ca', untrusted, withoutTls],
    ['sslmode=verify-ca&sslrootcert=CA', 'TLS', withoutTls],
    ['sslmode=verify-full', untrusted, withoutTls],
    ['sslmode=verify-full&sslrootcert=CA', 'TLS', withoutTls],
    ['sslrootcert=CA', 'TLS', withoutTls],
    ['sslmode=verify-full&sslrootcert=system', untrusted, withoutTls],
    ['sslmode=require&sslrootcert=system', invalid, invalid],
  ],
  mariadb: [
    ['', 'plaintext', 'plaintext'],
    ['ssl-mode=DISABLED', 'plaintext', 'plaintext'],
    ['ssl-mode=PREFERRED', 'TLS', 'plaintext'],
    ['ssl-mode=REQUIRED', 'TLS', withoutTls],
    ['ssl-mode=required', 'TLS', withoutTls],
    ['ssl-mode=VERIFY_CA', untrusted, withoutTls],
    ['ssl-mode=VERIFY_CA&ssl-ca=CA', 'TLS', withoutTls],
    ['ssl-ca=CA', 'TLS', withoutTls],
    ['ssl-ca=OTHER', untrusted, withoutTls],
    ['ssl-mode=VERIFY_IDENTITY&ssl-ca=CA', 'TLS', withoutTls],
    ['ssl={"rejectUnauthorized":true}', untrusted, withoutTls],
  ],
};

describe.each(['postgres', 'mariadb'] as const)('TLS in the address of %s', (system) => {
  const toAddress = (server: string, folder: string, parameters: string) => {
    const url = new URL(systems[system].database, server);
    // mysql2 can't verify an IP address.
    if (system === 'mariadb') url.hostname = 'localhost';
    const files = parameters.replace('=CA', `=${folder}/ca.pem`).replace('=OTHER', `=${folder}/other.pem`);
    return `${url.href}?${files}`;
  };
  const folders: string[] = [];
  const makeFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'prompts-tls-'));
    folders.push(folder);
    const authorities = await orSkip(Promise.all([makeAuthority(), makeAuthority()]));
    await writeFile(join(folder, 'ca.pem'), authorities[0].certificate);
    await writeFile(join(folder, 'other.pem'), authorities[1].certificate);
    return { folder, authority: authorities[0] };
  };
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  test('means what it means for the tools of the database', async () => {
    const { folder, authority } = await makeFolder();
    const server = await orSkip(systems[system].start(authority.server));
    try {
      for (const [parameters, withTls] of cases[system])
        expect(await connect(system, toAddress(server.url, folder, parameters)), parameters).toEqual(withTls);
    } finally {
      await server.stop();
    }
  });

  test('never connects in plaintext to a server without TLS, unless that is allowed', async () => {
    const { folder } = await makeFolder();
    const url = await sharedServer(system);
    for (const [parameters, , without] of cases[system])
      expect(await connect(system, toAddress(url, folder, parameters)), parameters).toEqual(without);
  });

  test('reports a client certificate that the server does not accept as AUTH_FAILED', async () => {
    const { folder, authority } = await makeFolder();
    const client = (await orSkip(makeAuthority())).server;
    const [cert, key] = [join(folder, 'client.pem'), join(folder, 'client.key')];
    await writeFile(cert, client.certificate);
    await writeFile(key, client.key);
    const server = await orSkip(systems[system].start(authority.server));
    const older = { cert: client.certificate, key: client.key, rejectUnauthorized: false, maxVersion: 'TLSv1.2' };
    const all = {
      postgres: [`sslmode=require&sslcert=${cert}&sslkey=${key}`],
      mariadb: [
        `ssl-mode=REQUIRED&ssl-cert=${cert}&ssl-key=${key}`,
        `ssl=${encodeURIComponent(JSON.stringify(older))}`,
      ],
    }[system];
    try {
      // MariaDB asks for a client certificate anyway.
      if (system === 'postgres') await trustAuthority(server.url, authority.certificate);
      for (const parameters of all) {
        const advice = 'check the files sslcert and sslkey, or ssl-cert and ssl-key';
        await expect
          .poll(() => connect(system, toAddress(server.url, folder, parameters)), { interval: 5 })
          .toMatch(
            new RegExp(
              `^AUTH_FAILED: .* did not accept the client certificate, or received none: ${advice} \\(\\w+\\)$`,
            ),
          );
      }
    } finally {
      await server.stop();
    }
  });

  test('rejects the certificate of another host only if host names are verified', async () => {
    const { folder, authority } = await makeFolder();
    const server = await orSkip(systems[system].start(authority.elsewhere));
    const [loose, strict] = {
      postgres: ['sslmode=verify-ca&sslrootcert=CA', 'sslmode=verify-full&sslrootcert=CA'],
      mariadb: ['ssl-mode=VERIFY_CA&ssl-ca=CA', 'ssl-mode=VERIFY_IDENTITY&ssl-ca=CA'],
    }[system];
    try {
      expect(await connect(system, toAddress(server.url, folder, loose as string))).toBe('TLS');
      expect(await connect(system, toAddress(server.url, folder, strict as string))).toEqual(untrusted);
    } finally {
      await server.stop();
    }
  });
});

test.each([
  ['postgres', 'sslrootcert'],
  ['postgres', 'sslcert'],
  ['mysql', 'ssl-ca'],
  ['mysql', 'ssl-cert'],
])('a file without a certificate is CONFIG_INVALID (%s, %s)', (scheme, parameter) => {
  const file = import.meta.filename;
  const address = `${scheme}://user@host/database?${parameter}=${encodeURIComponent(file)}`;
  expect(() => openDatabase(address)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: `connection parameter '${parameter}' names the file '${file}', which must contain a certificate in PEM format`,
    }),
  );
});

test('a client certificate needs its key, and a key its certificate', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prompts-certificate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'client.pem');
  await writeFile(path, String(rootCertificates[0]));
  const file = encodeURIComponent(path);
  for (const parameter of ['sslcert', 'sslkey'])
    expect(() => openDatabase(`postgres://user@host/database?${parameter}=${file}`)).toThrow(
      /both .* sslcert and sslkey/,
    );
  for (const parameter of ['ssl-cert', 'ssl-key'])
    expect(() => openDatabase(`mysql://user@host/database?${parameter}=${file}`)).toThrow(
      /both .* ssl-cert and ssl-key/,
    );
});
