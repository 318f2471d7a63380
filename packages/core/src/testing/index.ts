export { type FakeClock, fakeClock } from './fake-clock.ts';
export type { FakeText } from './fake-prompt.ts';
export { type FakePrompt, fakePrompts } from './fake-prompts.ts';
