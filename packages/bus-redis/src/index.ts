export type { RedisBusClient } from './open-tracked.ts';
export { type RedisBusOptions, redisBus } from './redis-bus.ts';
