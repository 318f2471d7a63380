import { type Check, needs, needsMethod } from '../suite/check.ts';
import { configOf, parseConfig, wrongConfigOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { replaceSecrets, secretIn } from '../suite/replace-secrets.ts';
import { SkipCheck } from '../suite/skip-check.ts';
import { withPrompts } from '../suite/with-prompts.ts';

export const accessChecks = [
  {
    id: 'missing',
    title: 'rejects with NOT_FOUND for a prompt that does not exist',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const loading = source.provider.load(await configOf(source, 'not-there'), observer.context());
      await observer.expectFailure(loading, ['NOT_FOUND'], 'the prompt does not exist');
    },
  },
  {
    id: 'wrong-credentials',
    title: 'rejects with AUTH_FAILED, FORBIDDEN or NOT_FOUND for wrong credentials',
    missing: needs('wrongCredentials'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const loading = source.provider.load(await wrongConfigOf(source, 'a'), observer.context());
      await observer.expectFailure(loading, ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'], 'the credentials are wrong');
    },
  },
  {
    id: 'validate',
    title: 'validate returns true for a prompt that load can read',
    missing: needsMethod('validate'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const valid = await source.provider.validate?.(await configOf(source, 'a'), observer.context());
      ensure(
        valid === true,
        `validate() must resolve with true for a prompt that load() can read, but resolved with ${valid}.`,
      );
    },
  },
  {
    id: 'validate-wrong',
    title: 'validate rejects wrong credentials',
    missing: needsMethod('validate', 'wrongCredentials'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const validating = Promise.resolve(
        source.provider.validate?.(await wrongConfigOf(source, 'a'), observer.context()),
      );
      const outcome = await observer.settle(validating, 'validate() is called with wrong credentials');
      ensure(
        outcome.status === 'rejected' || outcome.value === false,
        'validate() must reject with AUTH_FAILED or FORBIDDEN, or resolve with false, for wrong credentials, but it resolved with true.',
      );
    },
  },
  {
    id: 'entries-apart',
    title: 'entries of one app do not get the texts of one another',
    async run(source, observer) {
      const ids = ['a', 'b'];
      for (const id of ids) await source.write(id, textOf(id));
      const wrong = source.wrongCredentials?.('a');
      const configs = { a: source.config('a'), b: source.config('b'), ...(wrong !== undefined && { wrong }) };
      await withPrompts(source, configs, observer, async (prompts) => {
        for (const id of ids) {
          const { content } = await prompts.get(id);
          ensure(
            content === textOf(id),
            `With two entries, the prompt '${id}' must be ${JSON.stringify(textOf(id))}, but was ${JSON.stringify(content)}. identity() must return another source for it.`,
          );
        }
        if (wrong === undefined) return;
        await observer.expectFailure(
          prompts.get('wrong'),
          ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'],
          'another entry has read the text, and the credentials of this one are wrong',
          "identity() must return the credentials in 'access'.",
        );
      });
    },
  },
  {
    id: 'credentials-apart',
    title: 'does not use the first credentials for all configs',
    missing: needs('wrongCredentials'),
    async run(source, observer) {
      for (const id of ['a', 'b']) await source.write(id, textOf(id));
      const denied = source.provider.load(await wrongConfigOf(source, 'a'), observer.context());
      await observer.settle(denied, 'the credentials are wrong');
      const allowed = await observer.settle(
        source.provider.load(await configOf(source, 'b'), observer.context()),
        'other credentials were used before',
      );
      ensure(
        allowed.status === 'fulfilled' && allowed.value.content === textOf('b'),
        `When a config with wrong credentials was loaded before, load() must use the credentials of the next config, but it ${allowed.status === 'rejected' ? `rejected with: ${String(allowed.reason)}` : 'returned another text'}. Keep a client for each set of credentials.`,
      );
    },
  },
  {
    id: 'secret-rotated',
    title: 'calls the function of a secret again when its value has changed',
    missing: needs('wrongCredentials', 'secrets'),
    async run(source, observer) {
      const { secrets = [] } = source;
      await source.write('a', 'here\n');
      const right = secretIn(source.config('a'), secrets);
      const wrong = secretIn(source.wrongCredentials?.('a'), secrets);
      if (right === undefined || wrong === undefined) throw new SkipCheck('the configs contain no secret');
      const withFunction = async (reveal: () => string) => {
        const input = replaceSecrets(source.config('a'), [right], (text) => () => text.replace(right, reveal));
        const { issues, ...result } = await parseConfig(source.provider, input);
        if (issues !== undefined) throw new SkipCheck('configSchema accepts no function as a secret');
        return (result as { readonly value: unknown }).value;
      };
      const constant = await withFunction(() => right);
      const first = await observer.settle(source.provider.load(constant, observer.context()), 'a secret is a function');
      if (first.status === 'rejected') throw new SkipCheck('the provider accepts no function as a secret');
      let current = wrong;
      const config = await withFunction(() => current);
      await observer.settle(source.provider.load(config, observer.context()), 'a function returns a wrong secret');
      current = right;
      const last = await observer.settle(source.provider.load(config, observer.context()), 'a secret was rotated');
      ensure(
        last.status === 'fulfilled',
        `When the function of a secret returns a new value, load() must use it, but it rejected with: ${last.status === 'rejected' && String(last.reason)}. Call the function for every request.`,
      );
    },
  },
] as const satisfies readonly Check[];

const textOf = (id: string): string => `Text of ${id}.\n`;
