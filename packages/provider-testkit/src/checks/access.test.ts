import { PromptError } from '@prompts/core';
import { breakProvider, failWith } from '../test-support/break-provider.ts';
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
  validate: [
    ['always returns false', breakProvider(() => ({ validate: async () => false })), /must resolve with true/],
  ],
  'validate-wrong': [
    ['always returns true', breakProvider(() => ({ validate: async () => true })), /but it resolved with true/],
  ],
});
