import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** What the system says of a name it can't resolve: there is none, no server answers now; or it says nothing. */
export type NameFault = 'ENOTFOUND' | 'EAI_AGAIN' | 'silence';

/**
 * Stands in for the system's resolver in this process, until it is disposed of: every name is one of this machine, or can't
 * be resolved. No name server is asked, whatever a test does.
 */
export class HostNames implements Disposable {
  /** Names that could not be resolved so far. */
  failures = 0;
  readonly #lookup = dns.lookup;
  readonly #lookupPromise = dns.promises.lookup;
  #fault: NameFault | undefined;

  constructor() {
    const lookup = (name: string, ...more: unknown[]) => this.#answer(name, more.at(-1) as never, more.at(-2));
    const lookupPromise = (name: string, options: dns.LookupOptions = {}) =>
      new Promise((resolve, reject) =>
        lookup(name, options, (error: Error | null, address: unknown, family: unknown) => {
          if (error) reject(error);
          else resolve(options.all ? address : { address, family });
        }),
      );
    this.#replace(lookup as typeof dns.lookup, lookupPromise as typeof dns.promises.lookup);
  }

  /** Begins to fail; undefined: all is well again. */
  fail(fault: NameFault | undefined): void {
    this.#fault = fault;
  }

  [Symbol.dispose](): void {
    this.#replace(this.#lookup, this.#lookupPromise);
  }

  #answer(name: string, callback: (error: Error | null) => void, options: unknown): void {
    if (isIP(name) || !this.#fault) {
      this.#lookup(isIP(name) ? name : '127.0.0.1', Object(options), callback);
      return;
    }
    this.failures += 1;
    if (this.#fault === 'silence') return;
    const facts = { code: this.#fault, syscall: 'getaddrinfo', hostname: name };
    setImmediate(callback, Object.assign(new Error(`getaddrinfo ${this.#fault} ${name}`), facts));
  }

  #replace(lookup: typeof dns.lookup, lookupPromise: typeof dns.promises.lookup): void {
    dns.lookup = lookup;
    dns.promises.lookup = lookupPromise;
    // Whoever imports the functions by name has these, too.
    syncBuiltinESMExports();
  }
}
