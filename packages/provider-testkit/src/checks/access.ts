import { type Check, ensure, needs, needsMethod } from '../suite/check.ts';

export const accessChecks = [
  {
    id: 'missing',
    title: 'says NOT_FOUND for a prompt that is not there',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const reading = source.provider.load(source.config('not-there'), observer.context());
      await observer.failure(reading, ['NOT_FOUND'], 'the prompt does not exist');
    },
  },
  {
    id: 'wrong-credentials',
    title: 'says AUTH_FAILED, FORBIDDEN or NOT_FOUND for wrong credentials',
    missing: needs('wrongCredentials'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const reading = source.provider.load(source.wrongCredentials?.('a'), observer.context());
      await observer.failure(reading, ['AUTH_FAILED', 'FORBIDDEN', 'NOT_FOUND'], 'the credentials are wrong');
    },
  },
  {
    id: 'validate',
    title: 'validates a source that can be read',
    missing: needsMethod('validate'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const valid = await source.provider.validate?.(source.config('a'), observer.context());
      ensure(valid === true, `validate() must give true for a source that load() can read, but gave ${valid}.`);
    },
  },
  {
    id: 'validate-wrong',
    title: 'does not validate wrong credentials',
    missing: needsMethod('validate', 'wrongCredentials'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const validating = Promise.resolve(
        source.provider.validate?.(source.wrongCredentials?.('a'), observer.context()),
      );
      const outcome = await observer.settled(validating, 'wrong credentials are validated');
      ensure(
        outcome.status === 'rejected' || outcome.value === false,
        'validate() must reject (AUTH_FAILED or FORBIDDEN) or give false for wrong credentials, but gave true.',
      );
    },
  },
] as const satisfies readonly Check[];
