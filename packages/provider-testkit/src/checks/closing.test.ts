import { createServer, type Server } from 'node:net';
import { afterAll } from 'vitest';
import { broken } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { closingChecks } from './closing.ts';

/** A timer that is longer than the check's patience, and then gone. */
const leavesATimer = broken(({ load }) => ({
  async load(config, context) {
    setTimeout(() => {}, 4000);
    return load(config, context);
  },
}));

const servers: Server[] = [];
afterAll(() => servers.map((server) => server.close()));

const leavesAServer = broken(({ load }) => ({
  async load(config, context) {
    servers.push(createServer().listen(0, '127.0.0.1'));
    return load(config, context);
  },
}));

provesThatEachCanFail(closingChecks, {
  'close-connections': [
    ['leaves them', broken(() => ({ async close() {} })), /no connection to the source may be open, but 1 still are/],
  ],
  'close-resources': [
    ['leaves a timer', leavesATimer, /keep the process alive .*: Timeout\./],
    ['leaves a server', leavesAServer, /keep the process alive .*: TCPSERVERWRAP\./],
  ],
});
