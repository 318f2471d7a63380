import { lineBus } from '../test-support/line-bus.ts';
import { startLineServer } from '../test-support/line-server.ts';
import { testBus } from './index.ts';

testBus({
  name: 'lineBus',
  create: lineBus,
  start: startLineServer,
  module: new URL('../test-support/line-bus.ts', import.meta.url),
  pingReply: 'pong',
  invalidAddresses: [
    'nats://:PASSWORD@127.0.0.1:1',
    'line://:PASSWORD@:port',
    ':PASSWORD@127.0.0.1',
    'line://:%zzPASSWORD@127.0.0.1:1',
  ],
});
