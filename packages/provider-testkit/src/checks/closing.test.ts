import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterAll } from 'vitest';
import { breakProvider } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { closingChecks } from './closing.ts';

/** Leaves a timer that is longer than the check's time limit. */
const timers: NodeJS.Timeout[] = [];
afterAll(() => timers.forEach(clearTimeout));

const leavesATimer = breakProvider(({ load }) => ({
  async load(config, context) {
    timers.push(setTimeout(() => {}, 60_000));
    return load(config, context);
  },
}));

const servers: Server[] = [];
afterAll(() => servers.map((server) => server.close()));

const leavesAServer = breakProvider(({ load }) => ({
  async load(config, context) {
    servers.push(createServer().listen(0, '127.0.0.1'));
    return load(config, context);
  },
}));

const hangs = [
  'hangs',
  breakProvider(() => ({ close: () => new Promise<void>(() => {}) })),
  /close\(\) must resolve/,
] as const;

/** Keeps a connection open, and has no `close`. */
const keepsAConnection = breakProvider(({ load }) => ({
  async load(config, context) {
    const { hostname, port } = new URL(config.url);
    const socket = connect(Number(port), hostname).on('error', () => {});
    await once(socket, 'connect');
    return load(config, context);
  },
}));

/** Leaves a timer only if a listing was requested. */
const leavesATimerOfList = breakProvider(({ list }) => ({
  async list(config, context) {
    timers.push(setTimeout(() => {}, 60_000));
    return list(config, context);
  },
}));

testThatChecksCanFail(closingChecks, {
  'close-connections': [
    [
      'does not close them',
      { ...keepsAConnection, async close() {} },
      /After close\(\), .* must have no open connection to the source, but it still has \d/,
    ],
    ['has no close', keepsAConnection, /The provider has no close\(\), so it must have no open connection/],
    hangs,
  ],
  'close-resources': [
    ['leaves a timer', leavesATimer, /keep the process alive.*: Timeout\./],
    ['leaves a timer of another method', leavesATimerOfList, /keep the process alive.*: Timeout\./],
    ['leaves a server', leavesAServer, /keep the process alive.*: TCPSERVERWRAP\./],
  ],
  'close-unused': [
    hangs,
    [
      'needs a load',
      breakProvider(() => ({ close: () => Promise.reject(new TypeError('agent is undefined')) })),
      /agent is undefined/,
    ],
  ],
  'close-hanging': [
    hangs,
    [
      'waits for loads that it does not abort',
      breakProvider(({ load }) => {
        let loading: Promise<unknown>;
        return {
          load: (config, context) => {
            const result = load(config, { ...context, signal: new AbortController().signal });
            loading = result.catch(() => {});
            return result;
          },
          close: async () => void (await loading),
        };
      }),
      /a load hangs and its signal is aborted, close\(\) must resolve/,
    ],
  ],
});
