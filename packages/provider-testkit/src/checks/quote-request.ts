import type { Fault } from '../server/fault.ts';
import type { AnySource } from '../suite/check.ts';

/** Adds a body to an unsuccessful response, which quotes the request's credentials, as debug pages and proxies do. */
export function quoteRequest(fault: Fault, { secrets = [] }: AnySource): Fault {
  return fault.kind === 'status'
    ? { ...fault, body: `Request failed. authorization: Bearer ${secrets.join(' ')}` }
    : fault;
}
