import ipaddr from 'ipaddr.js';
import * as z from 'zod/mini';
import { baseUrlOf } from '../base-url-of.ts';
import { parseHostPattern } from '../fetch/host-pattern.ts';
import { parseProxy } from '../fetch/proxy/parse-proxy.ts';
import { reporting } from './reporting.ts';

/** Creates the schema of a `baseUrl`, in a config or in a factory's options. It checks the URL as `baseUrlOf` does. */
export function baseUrlSchema(provider: string) {
  return z
    .string('must be a URL such as https://host/path')
    .check(z.superRefine(reporting((value) => baseUrlOf(value, provider))));
}

const hostFault = "must be a list of hosts such as ['127.0.0.1:8080', '*.corp.example']";

/** The schema of the `allowHosts` of a factory's options. */
export const allowHostsSchema = z._default(
  z.array(
    z.string(hostFault).check(
      z.superRefine((value, { addIssue }) => {
        if (ipaddr.isValidCIDR(value)) {
          addIssue(`'${value}' is a network, which is not supported: name each host, by its name or its address`);
        } else if (!isHostPattern(value)) {
          addIssue(
            `'${value}' is not a host: write it without a scheme and a path, such as 127.0.0.1:8080 or *.corp.example`,
          );
        }
      }),
    ),
    hostFault,
  ),
  [],
);

function isHostPattern(value: string): boolean {
  const { port = '80' } = parseHostPattern(value);
  const isIPv6 = ipaddr.IPv6.isValid(value);
  const isWritten = isIPv6 || /^(\*\.)?(?!\.)(\[[\da-f:.]+\]|[^\s/?#@*:[\]\\]+)(:\d{1,5})?$/i.test(value);
  return isWritten && URL.canParse(`http://${isIPv6 ? `[${value}]` : value.replace(/^\*\.|:\d+$/g, '')}:${port}/`);
}

/** The schema of the `proxy` of a factory's options. */
export const proxySchema = z.optional(
  z
    .custom<string | false>((value) => value === false || typeof value === 'string', {
      error: 'must be the URL of a proxy such as http://proxy.example:3128, or false',
      abort: true,
    })
    .check(
      z.refine((value) => value !== '', {
        error: 'is empty: is its environment variable set? For no proxy, use false',
        abort: true,
      }),
      z.superRefine(reporting((value) => value !== false && parseProxy(value, '', 'proxy'))),
    ),
);
