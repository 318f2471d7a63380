import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider, recordSecrets } from './node/index.ts';

const createSecret = () => randomBytes(12).toString('hex');

interface Config {
  readonly id: string;
  readonly pat?: string;
  readonly token?: () => string | Promise<string>;
  readonly auth?: { readonly password: () => Promise<string> };
}

/** A provider that shows every secret that it knows, in every form, with each of its methods. */
function createLeaky(factorySecret: string, getFactorySecret: () => string) {
  const known = new Set<string>();
  const getRecorded = recordSecrets(getFactorySecret);
  const leak = async (configs: readonly Config[]): Promise<never> => {
    const secrets = new Set([factorySecret, getRecorded()]);
    for (const { pat, token, auth } of configs)
      for (const secret of [pat, await token?.(), await auth?.password()]) if (secret) secrets.add(secret);
    for (const secret of secrets) known.add(secret);
    return throwAll(secrets);
  };
  const throwAll = (secrets: ReadonlySet<string>): never => {
    const forms = [...secrets].flatMap((secret) => [
      secret,
      Buffer.from(secret).toString('base64'),
      Buffer.from(`ada:${secret}`).toString('base64url'),
      encodeURIComponent(`/${secret}/`),
    ]);
    throw new PromptError('UNAVAILABLE', `rejected: ${forms.join(' ')}`, {
      issues: [{ path: 'token', message: forms.join() }],
    });
  };
  const provider: PromptProvider<Config> = {
    name: 'leaky',
    identity: ({ id, ...access }) => ({ source: { id }, access: { ...access, factorySecret, getFactorySecret } }),
    load: (config) => (config.id === 'good' ? Promise.resolve({ content: 'x' }) : leak([config])),
    list: (config) => leak([config]),
    watch: (configs) => leak(configs),
    describe: (configs) => leak(configs),
    webhook: {
      events: ['push'],
      receive: async () => ({ id: '1', event: 'push', payload: undefined }),
      touches: () => throwAll(known),
      subscribe: (configs) => leak(configs),
    },
  };
  return { known, provider };
}

it('removes the secrets of an access from every error and warning, however they are encoded', async () => {
  const [pat, sync, asynchronous, password, factory, ofFactory] = Array.from({ length: 6 }, createSecret) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const { known, provider } = createLeaky(factory, () => ofFactory);
  const shown: string[] = [];
  const log = (message: string) => void shown.push(message);
  const config = { pat, auth: { password: async () => password } };
  await using prompts = await createPrompts({
    systemPrompts: {
      one: { provider: 'leaky', config: { id: '1', ...config, token: () => sync } },
      two: { provider: 'leaky', config: { id: '2', ...config, token: async () => asynchronous } },
      good: { provider: 'leaky', config: { id: 'good', ...config, token: () => sync }, metadata: { version: 'auto' } },
      'all/*': { provider: 'leaky', config: { id: '3', ...config } },
    },
    providers: [provider],
    logger: { debug: log, info: log, warn: log, error: log },
  });
  const { failed } = await prompts.refresh();
  expect(failed.map(({ name }) => name)).toEqual(['one', 'two', 'all/*']);
  const delivery = { headers: new Headers(), body: new Uint8Array() };
  const errors = await Promise.all([
    prompts.receive('leaky', delivery, { secrets: [] }).catch((error: unknown) => error),
    prompts.subscribe('leaky', { url: 'https://app.example/' }).catch((error: unknown) => error),
  ]);
  shown.push(JSON.stringify([failed, errors]));
  expect(known.size).toBe(6);
  expect(shown.length).toBeGreaterThan(2);
  for (const text of shown) {
    expect(text).toContain('[secret]');
    for (const secret of known) {
      const inner = Buffer.from(`ada:${secret}`).toString('base64url').slice(6, -2);
      for (const form of [secret, Buffer.from(secret).toString('base64'), inner]) expect(text).not.toContain(form);
    }
  }
});

it('two entries with the same function share a source, and the wrapper behaves like the function', async () => {
  const seen: unknown[] = [];
  const token = Object.assign(() => 'a token', { scope: 'read' });
  const provider: PromptProvider<{ token: typeof token }> = {
    name: 'mine',
    async load(config) {
      seen.push(config.token.scope, config.token());
      return { content: 'x' };
    },
  };
  const entry = { provider: 'mine', config: { token } };
  await using prompts = await createPrompts({ systemPrompts: { one: entry, two: entry }, providers: [provider] });
  await Promise.all([prompts.get('one'), prompts.get('two')]);
  expect(seen).toEqual(['read', 'a token']);
});
