export { type FakeClock, fakeClock } from '@prompts/core/testing';
export type { CheckId } from './checks/index.ts';
export { refusedUrls } from './refused-urls.ts';
export type { Fault, FaultScope } from './server/fault.ts';
export { type FaultServer, type Handler, type ReceivedRequest, startFaultServer } from './server/fault-server.ts';
export type { Delivery, SourceUnderTest, WebhookUnderTest } from './suite/source.ts';
export { type TestProviderOptions, testProvider } from './suite/test-provider.ts';
