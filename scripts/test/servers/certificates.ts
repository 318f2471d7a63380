import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';

/** A certificate and its key, in PEM format. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority for tests. */
export interface Authority {
  /** The certificate of the authority, in PEM format. */
  readonly certificate: string;
  /** A certificate for this machine. */
  readonly server: Certificate;
  /** A certificate for another host. */
  readonly elsewhere: Certificate;
}

const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];

/** Creates an authority and its certificates. @throws UnavailableServer if openssl is not installed. */
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
