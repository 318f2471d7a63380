import type { Socket } from 'node:net';
import { Agent, type buildConnector, type Dispatcher } from 'undici/index.js';
import type { TlsPem } from '../../config/tls-schema.ts';
import type { ChooseProxy } from '../proxy/choose-proxy.ts';
import { sendInAbsoluteForm } from '../proxy/send-in-absolute-form.ts';
import { connectDirectly } from './connect-directly.ts';
import { connectThroughProxy } from './connect-through-proxy.ts';
import { createDial } from './dial.ts';
import type { Lookup } from './resolve-addresses.ts';

interface GuardedAgentOptions {
  /** The provider's name, for errors. */
  readonly provider: string;
  readonly allowHosts: readonly string[];
  readonly lookup: Lookup;
  readonly tls?: TlsPem | undefined;
  readonly chooseProxy: ChooseProxy;
  /** The size limit for the body of a response before it is decoded. */
  readonly maxWireBytes: number;
  /** Returns whether any request to an origin is in progress. */
  readonly isAwaited: (origin: string) => boolean;
}

/** Sends the requests of a guarded fetch. */
export interface GuardedAgent {
  readonly dispatcher: Dispatcher;
  /** Closes all connections, also those that are being opened. */
  close(): Promise<void>;
}

/**
 * Creates an undici Agent that connects only to public addresses and to hosts in `allowHosts`, directly or through a proxy. It has
 * no time limit for responses: a guarded fetch has one for the whole request.
 */
export function guardedAgent(options: GuardedAgentOptions): GuardedAgent {
  const { tls, chooseProxy, maxWireBytes, isAwaited } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const dial = createDial({ ...tls, signal });
  const dialProxy = createDial({ ...(tls?.ca !== undefined && { ca: tls.ca }), allowH2: false, signal });

  async function open(target: buildConnector.Options): Promise<Socket> {
    const url = new URL(`${target.protocol}//${target.host ?? target.hostname}`);
    const isNeeded = () => !signal.aborted && isAwaited(url.origin);
    const proxy = chooseProxy(url);
    return proxy === undefined
      ? connectDirectly(url, target, { ...options, dial, isNeeded })
      : connectThroughProxy(url, target, proxy, { ...options, dial, dialProxy, isNeeded });
  }

  const agent = new Agent({
    maxResponseSize: maxWireBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(target, callback) {
      open(target).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
  });
  return {
    dispatcher: agent.compose(sendInAbsoluteForm(chooseProxy, options.provider)),
    async close() {
      closing.abort();
      await agent.destroy();
    },
  };
}
