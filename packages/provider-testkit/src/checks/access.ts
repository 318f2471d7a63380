import { type Check, needs, needsMethod } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';

export const accessChecks = [
  {
    id: 'missing',
    title: 'rejects with NOT_FOUND for a prompt that does not exist',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const loading = source.provider.load(source.config('not-there'), observer.context());
      await observer.expectFailure(loading, ['NOT_FOUND'], 'the prompt does not exist');
    },
  },
  {
    id: 'wrong-credentials',
    title: 'rejects with AUTH_FAILED, FORBIDDEN or NOT_FOUND for wrong credentials',
    missing: needs('wrongCredentials'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const loading = source.provider.load(source.wrongCredentials?.('a'), observer.context());
      await observer.expectFailure(loading, ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'], 'the credentials are wrong');
    },
  },
  {
    id: 'validate',
    title: 'validate returns true for a prompt that load can read',
    missing: needsMethod('validate'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const valid = await source.provider.validate?.(source.config('a'), observer.context());
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
        source.provider.validate?.(source.wrongCredentials?.('a'), observer.context()),
      );
      const outcome = await observer.settle(validating, 'validate() is called with wrong credentials');
      ensure(
        outcome.status === 'rejected' || outcome.value === false,
        'validate() must reject with AUTH_FAILED or FORBIDDEN, or resolve with false, for wrong credentials, but it resolved with true.',
      );
    },
  },
] as const satisfies readonly Check[];
