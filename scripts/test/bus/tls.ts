import { rootCertificates } from 'node:tls';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { PromptBus } from '../../../packages/core/src/index.ts';
import { type Certificate, makeAuthority } from '../servers/certificates.ts';
import { orSkip } from '../servers/or-skip.ts';
import { sharedServer } from '../servers/shared-server.ts';
import type { ServerKind } from '../servers/shared-servers.ts';
import type { TestServer } from '../servers/test-server.ts';
import { openInbox } from './inbox.ts';

/** A bus whose server speaks TLS. */
export interface TlsBus {
  /** Makes it of an address alone, and of one with the authority (PEM) that its server is to be trusted by. */
  readonly make: (url: string) => PromptBus;
  readonly trust: (url: string, authority: string) => PromptBus;
  start(certificate: Certificate): Promise<TestServer>;
  readonly kind: ServerKind;
  /** What an address begins with to want TLS, if that differs. */
  readonly scheme?: string;
  /** The server's URL, for a client that wants TLS. */
  readonly secured?: (url: string) => string;
}

/** How a bus speaks TLS with a real server. */
export function testTls({ make, trust, start, kind, scheme, secured = (url) => url }: TlsBus): void {
  describe('over TLS', () => {
    async function failure(bus: PromptBus): Promise<unknown> {
      return bus.subscribe(() => {}).catch((error: unknown) => error);
    }

    test('connects where the authority is trusted, comes back, and nowhere else', async () => {
      const [authority, other] = await orSkip(Promise.all([makeAuthority(), makeAuthority()]));
      const server = await orSkip(start(authority.server));
      try {
        const url = secured(server.url);
        const bus = trust(url, authority.certificate);
        await using inbox = await openInbox(bus);
        await bus.publish('one');
        await inbox.untilHeard(1);
        await server.restart();
        await inbox.untilRestored(1);
        await bus.publish('two');
        await inbox.untilHeard(2);
        for (const untrusting of [make(url), trust(url, other.certificate), trust(url, String(rootCertificates[0]))]) {
          const error = await failure(untrusting);
          expect(error).toMatchObject({
            code: 'UNAVAILABLE',
            message: expect.stringMatching(/shows a certificate that is not trusted \(\w+\)$/),
          });
          const { password } = new URL(url);
          expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(password);
        }
      } finally {
        await server.stop();
      }
    });

    test('goes to no server that speaks none', async () => {
      const url = new URL(await sharedServer(kind));
      if (scheme) url.protocol = scheme;
      expect(await failure(make(secured(url.href)))).toMatchObject({ code: 'UNAVAILABLE' });
    });

    test('refuses a server that shows the certificate of another machine', async () => {
      const authority = await orSkip(makeAuthority());
      const server = await orSkip(start(authority.elsewhere));
      try {
        expect(await failure(trust(secured(server.url), authority.certificate))).toMatchObject({
          code: 'UNAVAILABLE',
          message: expect.stringContaining('not trusted (ERR_TLS_CERT_ALTNAME_INVALID)'),
        });
      } finally {
        await server.stop();
      }
    });
  });
}
