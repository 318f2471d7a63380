import * as z from 'zod/mini';
import { allowHostsSchema, proxySchema } from '../config/access-schemas.ts';
import { type TlsOptions, tlsSchema } from '../config/tls-schema.ts';
import type { Lookup } from './connect/resolve-addresses.ts';

/** The options of `guardedFetch`. */
export interface GuardedFetchOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  /** Hosts that may have a private address and may be reached by plain `http:`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, which may contain a user name and a password, or false for none. Default: what the environment variables
   * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /** The time limit for a request, redirects and body included, in seconds. At most 2,147,483. Default: 30. */
  readonly timeout?: number | undefined;
  /** The size limit for the decoded body, in bytes. Default: 2 MiB, for a text of 1 MiB and what surrounds it. */
  readonly maxBytes?: number | undefined;
  /** Resolves host names. Default: the system's resolver. */
  readonly lookup?: Lookup | undefined;
}

/** The longest time that Node's timers support, in seconds. */
const maxTimeoutSeconds = (2 ** 31 - 1) / 1000;

const timeoutFault = `must be a number of seconds above 0, at most ${maxTimeoutSeconds}`;

/** The schema of the options that need to be checked. */
export const guardedFetchSchema = z.object({
  allowHosts: allowHostsSchema,
  proxy: proxySchema,
  tls: tlsSchema,
  timeout: z._default(
    z.number(timeoutFault).check(z.positive(timeoutFault), z.maximum(maxTimeoutSeconds, timeoutFault)),
    30,
  ),
  maxBytes: z._default(z.int('must be a whole number of bytes').check(z.positive('must be above 0')), 2 * 1024 * 1024),
});
