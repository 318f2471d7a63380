/** A process that closes its prompts and its store on Redis while it loads: `node close-on-redis.ts <url>`. */
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { createPrompts } from '../node/index.ts';

const [url] = process.argv.slice(2) as [string];
const store = new Keyv({ store: new KeyvRedis(url) });
// Connected, so that what is asked is answered soon.
await store.get('anything');
const answered = new Promise((resolve) => {
  store.hooks.addHandler('postGetMany', resolve);
});
const prompts = await createPrompts({
  systemPrompts: { it: { provider: 'hanging', config: {} } },
  providers: [{ name: 'hanging', load: () => new Promise<never>(() => {}) }],
  cache: { store },
});
await answered;
await prompts.close();
await store.disconnect();
process.stdout.write('closed');
