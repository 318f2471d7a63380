import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

/** What a server shows, and its key; both PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Certificates that nobody else knows. */
export interface Authority {
  /** Its own certificate, PEM: who trusts it trusts what it issued. */
  readonly certificate: string;
  /** For this machine. */
  readonly server: Certificate;
  /** For another machine. */
  readonly elsewhere: Certificate;
}

const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];

/** @throws UnavailableServer without openssl. */
export async function makeAuthority(): Promise<Authority> {
  const openssl = findProgram('openssl', 'openssl');
  const folder = await mkdtemp(join(tmpdir(), 'prompts-authority-'));
  const run = (...args: string[]) => promisify(execFile)(openssl, args, { cwd: folder });
  const read = (file: string) => readFile(join(folder, file), 'utf8');

  async function issue(name: string, hosts: string): Promise<Certificate> {
    const [request, certificate, key] = [`${name}.csr`, `${name}.pem`, `${name}.key`];
    await writeFile(join(folder, 'extensions'), `subjectAltName=${hosts}`);
    await run('req', '-new', ...keys.slice(0, -2), '-subj', `/CN=${name}`, '-keyout', key, '-out', request);
    const issuer = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '1'];
    await run('x509', '-req', '-in', request, ...issuer, '-extfile', 'extensions', '-out', certificate);
    return { certificate: await read(certificate), key: await read(key) };
  }

  try {
    const own = ['-subj', '/CN=authority', '-keyout', 'authority.key', '-out', 'authority.pem'];
    await run('req', '-x509', ...keys, ...own);
    return {
      certificate: await read('authority.pem'),
      server: await issue('server', 'DNS:localhost,IP:127.0.0.1'),
      elsewhere: await issue('elsewhere', 'DNS:elsewhere.example'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
