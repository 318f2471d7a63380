import { PromptError } from '@prompts/core';
import { breakProvider, failWith } from '../test-support/break-provider.ts';
import { sampleProvider } from '../test-support/sample-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { accessChecks } from './access.ts';

testThatChecksCanFail(accessChecks, {
  missing: [['throws a plain error', failWith(() => new Error('gone')), /does not exist.*Map every error/]],
  'wrong-credentials': [
    ['rejects with UNAVAILABLE', failWith(() => new PromptError('UNAVAILABLE', 'failed')), /the code was UNAVAILABLE/],
    [
      'reports the token',
      failWith(({ code }, { token }) => new PromptError(code, `${token} is wrong`)),
      /A secret appears in an error/,
    ],
    [
      'includes the token in the cause',
      failWith(({ code }, { token }) => new PromptError(code, 'wrong', { cause: { request: { headers: { token } } } })),
      /A secret appears in an error/,
    ],
    [
      'encodes the token',
      failWith(({ code }, { token }) => new PromptError(code, `Basic ${btoa(token)}`)),
      /A secret appears in an error/,
    ],
  ],
  'entries-apart': [
    [
      'identifies all sources as one',
      breakProvider(() => ({ identity: ({ token }) => ({ source: 'sample', access: token }) })),
      /the prompt '\w' must be .* identity\(\) must return another source/,
    ],
    [
      'omits the credentials from the identity',
      breakProvider(() => ({ identity: ({ url }) => ({ source: url, access: '' }) })),
      /credentials of this one are wrong.*but it resolved\. identity\(\) must return the credentials/,
    ],
  ],
  'credentials-apart': [
    [
      'keeps the first token',
      breakProvider(({ load }) => {
        let token: string | undefined;
        return {
          load: (config, context) => {
            token ??= config.token;
            return load({ ...config, token }, context);
          },
        };
      }),
      /must use the credentials of the next config, but it rejected with: PromptError/,
    ],
  ],
  'secret-rotated': [
    [
      'calls the function once',
      breakProvider(({ load }) => {
        const tokens = new WeakMap<object, string>();
        return {
          load: (config, context) => {
            const token = tokens.get(config) ?? String((config.token as unknown as () => string)());
            tokens.set(config, token);
            return load({ ...config, token }, context);
          },
        };
      }),
      /function of a secret returns a new value, load\(\) must use it/,
    ],
    ['accepts no functions', sampleProvider(), /skipped: the provider accepts no function as a secret/],
  ],
  validate: [
    ['always returns false', breakProvider(() => ({ validate: async () => false })), /must resolve with true/],
  ],
  'validate-wrong': [
    ['always returns true', breakProvider(() => ({ validate: async () => true })), /but it resolved with true/],
  ],
});
