import type { TlsPem } from '../config/tls-schema.ts';
import type { Lookup } from './connect/resolve-addresses.ts';
import type { ProxyServer } from './proxy/parse-proxy.ts';

/** Sends the requests of a guarded fetch. `#transport` is the one for the runtime. */
export interface Transport {
  /**
   * Sends a request. Does not follow redirects.
   * @throws PromptError if the host must not be reached; the runtime's error if the request fails.
   */
  send(url: URL, request: RequestInit): Promise<Response>;
  /** Returns whether a URL leads into private space: `allowHosts` names its host, and it may have an address that is not public. */
  isPrivateHost(url: URL): Promise<boolean>;
  /** Returns the proxy of a URL; undefined if it is requested directly. @throws PromptError if the proxy can't be used. */
  proxyOf(url: URL): ProxyServer | undefined;
  /** Closes all connections, also those that are being opened. */
  close(): Promise<void>;
}

/** What decides which hosts a transport reaches, and how. */
export interface TransportOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  readonly allowHosts: readonly string[];
  readonly lookup?: Lookup | undefined;
  readonly proxy?: string | false | undefined;
  readonly tls?: TlsPem | undefined;
  /** The size limit for the decoded body of a response, in bytes. */
  readonly maxBytes: number;
  /** Returns whether any request to an origin is in progress. */
  readonly isAwaited: (origin: string) => boolean;
}
