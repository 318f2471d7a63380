export { type FakeClock, fakeClock } from './fake-clock.ts';
export { refusedUrls } from './refused-urls.ts';
export type { Fault, FaultScope } from './server/fault.ts';
export { type FaultServer, type Handler, type ReceivedRequest, startFaultServer } from './server/fault-server.ts';
