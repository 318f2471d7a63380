import { randomBytes } from 'node:crypto';
import type { PromptBus } from '@prompts/core';
import type { BusTestServer } from './bus-test-server.ts';
import { orSkip } from './or-skip.ts';
import { startProxy, type WireProxy } from './wire-proxy.ts';

/** The options that the suite creates a bus with. */
export interface BusOptions {
  readonly channel: string;
}

/** The facts about a bus that `testBus` needs. */
export interface TestBusOptions {
  /** The name of the function that creates the bus: `mqttBus`. The tests are listed under it. */
  readonly name: string;
  /**
   * Creates a bus, without connecting.
   * @param url The address of a server, as `start` and `url` return it.
   * @param options The channel of the messages. If omitted, the default channel.
   */
  create(url: string, options?: BusOptions): PromptBus;
  /**
   * Starts a server, which one test kills, restarts and pauses. Several may run at the same time.
   * @throws UnavailableServer if it can't be started on this machine. The tests that need it are skipped.
   */
  start(): Promise<BusTestServer>;
  /**
   * Returns the address of a server that tests share. None of them kills or pauses it. By default, one is started with `start`
   * by the first test, and stopped after the last.
   * @throws UnavailableServer, as `start` does.
   */
  url?(): Promise<string>;
  /**
   * The module that exports the function `name`, which separate processes import to check that they can exit. If omitted,
   * these tests are skipped.
   */
  readonly module?: URL;
  /**
   * A text, or bytes, that the server's reply to a ping contains, and no other reply: `PONG`. If omitted, the test with a
   * network that drops everything is skipped.
   */
  readonly pingReply?: string | Uint8Array;
  /** Addresses that `create` must refuse. `PASSWORD` in them is replaced by a password that the error must not contain. */
  readonly invalidAddresses?: readonly string[];
  /** Channels that `create` must refuse, besides the empty one. */
  readonly invalidChannels?: readonly string[];
}

/** A bus, and servers for its tests. A test is skipped if its server is not available. */
export interface BusUnderTest extends TestBusOptions {
  url(): Promise<string>;
  /** Starts a proxy in front of the shared server. */
  startProxy(): Promise<WireProxy>;
  /** Stops the shared server, if the suite has started it. */
  close(): Promise<void>;
}

export function createBusUnderTest(options: TestBusOptions): BusUnderTest {
  let shared: Promise<BusTestServer> | undefined;
  const findUrl = async () => {
    if (options.url) return options.url();
    shared ??= options.start();
    return (await shared).url;
  };
  const url = () => orSkip(findUrl());
  return {
    ...options,
    create: (address, busOptions) => options.create(address, busOptions),
    start: () => orSkip(options.start()),
    url,
    startProxy: async () => startProxy(await url()),
    close: async () => (await shared?.catch(() => undefined))?.stop(),
  };
}

/** Returns options with a channel that no other test uses, because the server is shared. */
export function freshChannel(): BusOptions {
  return { channel: `channel-${randomBytes(6).toString('hex')}` };
}
