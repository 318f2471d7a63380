/** A process that closes its prompts and its store on Redis while a load is in progress: `node close-on-redis.ts <url>`. */
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { createPrompts } from '../node/index.ts';

const [url] = process.argv.slice(2) as [string];
const store = new Keyv({ store: new KeyvRedis(url) });
// Connects, so that the first call of the load takes no longer than the others.
await store.get('anything');
const hasResponded = new Promise((resolve) => {
  store.hooks.addHandler('postGetMany', resolve);
});
const prompts = await createPrompts({
  systemPrompts: { it: { provider: 'hanging', config: {} } },
  providers: [{ name: 'hanging', load: () => new Promise<never>(() => {}) }],
  cache: { store, storeTimeout: 30 },
});
await hasResponded;
await prompts.close();
await store.disconnect();
process.stdout.write('closed');
