import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** How a lookup fails: the name does not exist, no name server responds, or the lookup never ends. */
export type NameFault = 'ENOTFOUND' | 'EAI_AGAIN' | 'silence';

/**
 * Replaces the system's resolver in this process until it is disposed. All names resolve to 127.0.0.1, or fail. No name server
 * is queried.
 */
export class HostNames implements Disposable {
  /** The number of lookups that failed so far. */
  failures = 0;
  readonly #lookup = dns.lookup;
  readonly #lookupPromise = dns.promises.lookup;
  #fault: NameFault | undefined;

  constructor() {
    const lookup = (name: string, ...more: unknown[]) => this.#resolve(name, more.at(-1) as never, more.at(-2));
    const lookupPromise = (name: string, options: dns.LookupOptions = {}) =>
      new Promise((resolve, reject) =>
        lookup(name, options, (error: Error | null, address: unknown, family: unknown) => {
          if (error) reject(error);
          else resolve(options.all ? address : { address, family });
        }),
      );
    this.#replace(lookup as typeof dns.lookup, lookupPromise as typeof dns.promises.lookup);
  }

  /** Makes all further lookups fail; undefined ends that. */
  fail(fault: NameFault | undefined): void {
    this.#fault = fault;
  }

  [Symbol.dispose](): void {
    this.#replace(this.#lookup, this.#lookupPromise);
  }

  #resolve(name: string, callback: (error: Error | null) => void, options: unknown): void {
    if (isIP(name) || !this.#fault) {
      this.#lookup(isIP(name) ? name : '127.0.0.1', Object(options), callback);
      return;
    }
    this.failures += 1;
    if (this.#fault === 'silence') return;
    const properties = { code: this.#fault, syscall: 'getaddrinfo', hostname: name };
    setImmediate(callback, Object.assign(new Error(`getaddrinfo ${this.#fault} ${name}`), properties));
  }

  #replace(lookup: typeof dns.lookup, lookupPromise: typeof dns.promises.lookup): void {
    dns.lookup = lookup;
    dns.promises.lookup = lookupPromise;
    // Replaces the functions for modules that import them by name, too.
    syncBuiltinESMExports();
  }
}
