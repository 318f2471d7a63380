import { createServer, type Server } from 'node:net';
import { afterAll } from 'vitest';
import { breakProvider } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { closingChecks } from './closing.ts';

/** Leaves a timer that is longer than the check's time limit. */
const leavesATimer = breakProvider(({ load }) => ({
  async load(config, context) {
    setTimeout(() => {}, 4000);
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

testThatChecksCanFail(closingChecks, {
  'close-connections': [
    [
      'does not close them',
      breakProvider(() => ({ async close() {} })),
      /must have no open connection to the source, but it still has 1/,
    ],
  ],
  'close-resources': [
    ['leaves a timer', leavesATimer, /keep the process alive.*: Timeout\./],
    ['leaves a server', leavesAServer, /keep the process alive.*: TCPSERVERWRAP\./],
  ],
});
