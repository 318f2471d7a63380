import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { makeAuthority } from '../../../../scripts/test/servers/certificates.ts';
import { orSkip } from '../../../../scripts/test/servers/or-skip.ts';
import { tlsSchema } from './tls-schema.ts';

const listFaults = (tls: unknown) =>
  (tlsSchema.safeParse(tls).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

it('accepts authorities, and a certificate with its key, as texts or bytes', async () => {
  const { certificate: ca, server, elsewhere } = await orSkip(makeAuthority());
  const [cert, key] = [server.certificate, server.key];
  expect(tlsSchema.parse(undefined)).toBeUndefined();
  for (const tls of [{}, { ca }, { ca: [ca, elsewhere.certificate] }, { cert, key }, { ca, cert, key }]) {
    expect(tlsSchema.parse(tls)).toEqual(tls);
  }
  expect(tlsSchema.parse({ ca: Buffer.from(ca), cert: Buffer.from(cert), key: Buffer.from(key) })).toEqual({
    ca,
    cert,
    key,
  });
});

it('refuses anything else under its key, and does not quote it', async () => {
  const { certificate: ca, server, elsewhere } = await orSkip(makeAuthority());
  const [cert, key] = [server.certificate, server.key];
  const faults: [unknown, RegExp][] = [
    ['/etc/authority.pem', /^: must be \{ ca, cert, key \}/],
    [true, /^: must be/],
    [{ ca, rejectUnauthorized: false }, /^: must be/],
    [{ ca: undefined }, /^ca: must be a certificate: the text of a file.*environment variable/],
    [{ ca: '' }, /^ca: must be/],
    [{ ca: '/etc/authority.pem' }, /^ca: must be a certificate: the text of a file in PEM format, not its path/],
    [{ ca: [ca, key] }, /^ca(\.1)?: /],
    [{ ca: [] }, /^ca: must be/],
    [{ cert: undefined, key: undefined }, /^cert: must be a certificate/],
    [{ cert }, /^: needs both cert and key/],
    [{ key }, /^: needs both cert and key/],
    [{ cert, key: cert }, /^key: must be a private key/],
    [{ cert, key: elsewhere.key }, /^key: is not the private key of cert/],
  ];
  for (const [tls, fault] of faults) {
    const found = listFaults(tls);
    expect(found[0], inspect(tls)).toMatch(fault);
    expect(found.join()).not.toContain('PRIVATE KEY--');
  }
});
