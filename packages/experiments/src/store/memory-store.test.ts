import { testExperimentStore } from '../testing/index.ts';
import { MemoryStore } from './memory-store.ts';

testExperimentStore('MemoryStore', async () => ({ store: new MemoryStore(), [Symbol.asyncDispose]: async () => {} }));
