export { type BusTestServer, UnavailableServer } from './bus-test-server.ts';
export type { BusOptions, TestBusOptions } from './bus-under-test.ts';
export { type Inbox, openInbox } from './inbox.ts';
export { orSkip } from './or-skip.ts';
export { testBus } from './test-bus.ts';
export { startProxy, type WireFault, type WireProxy } from './wire-proxy.ts';
