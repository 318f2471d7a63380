import { rootCertificates } from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openInbox } from '../../../packages/bus-kit/src/testing/index.ts';
import type { PromptBus } from '../../../packages/core/src/index.ts';
import { type Certificate, makeAuthority } from '../servers/certificates.ts';
import { orSkip } from '../servers/or-skip.ts';
import { sharedServer } from '../servers/shared-server.ts';
import type { ServerKind } from '../servers/shared-servers.ts';
import type { TestServer } from '../servers/test-server.ts';

/** A bus whose server supports TLS. */
export interface TestTlsOptions {
  /** Creates the bus with an address alone. */
  create(url: string): PromptBus;
  /** Creates the bus so that it trusts a certificate authority (PEM) and no other. */
  createTrusting(url: string, authority: string): PromptBus;
  /** Starts a server that uses TLS with a certificate. */
  start(certificate: Certificate): Promise<TestServer>;
  /** The shared server, which does not use TLS. */
  readonly kind: ServerKind;
  /** Turns the URL of a server into an address that requires TLS. Default: the URL. */
  toSecureUrl?(url: string): string;
}

/** Registers tests of a bus over TLS. */
export function testTls({ create, createTrusting, start, kind, toSecureUrl = (url) => url }: TestTlsOptions): void {
  describe('over TLS', () => {
    const catchError = (bus: PromptBus): Promise<unknown> => bus.subscribe(() => {}).catch((error: unknown) => error);

    test('a bus connects and reconnects if it trusts the authority, and only then', async () => {
      const [authority, other] = await orSkip(Promise.all([makeAuthority(), makeAuthority()]));
      const server = await orSkip(start(authority.server));
      try {
        const url = toSecureUrl(server.url);
        const bus = createTrusting(url, authority.certificate);
        await using inbox = await openInbox(bus);
        await bus.publish('one');
        await inbox.untilReceived(1);
        await server.restart();
        await inbox.untilRestored(1);
        await bus.publish('two');
        await inbox.untilReceived(2);
        for (const distrusting of [
          create(url),
          createTrusting(url, other.certificate),
          createTrusting(url, String(rootCertificates[0])),
        ]) {
          const error = await catchError(distrusting);
          expect(error).toMatchObject({
            code: 'UNAVAILABLE',
            message: expect.stringMatching(
              /has a certificate that is not trusted: check its host name and its authority \(\w+\)$/,
            ),
          });
          const { password } = new URL(url);
          expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
        }
      } finally {
        await server.stop();
      }
    });

    test('a bus does not connect to a server without TLS', async () => {
      const url = toSecureUrl(await sharedServer(kind));
      expect(await catchError(create(url))).toMatchObject({ code: 'UNAVAILABLE' });
    });

    test('a bus rejects a server with the certificate of another host', async () => {
      const authority = await orSkip(makeAuthority());
      const server = await orSkip(start(authority.elsewhere));
      try {
        expect(await catchError(createTrusting(toSecureUrl(server.url), authority.certificate))).toMatchObject({
          code: 'UNAVAILABLE',
          message: expect.stringContaining(
            'not trusted: check its host name and its authority (ERR_TLS_CERT_ALTNAME_INVALID)',
          ),
        });
      } finally {
        await server.stop();
      }
    });
  });
}
