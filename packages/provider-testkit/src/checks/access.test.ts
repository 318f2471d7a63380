import { PromptError } from '@prompts/core';
import { broken, failing } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { accessChecks } from './access.ts';

provesThatEachCanFail(accessChecks, {
  missing: [['throws a plain error', failing(() => new Error('gone')), /does not exist.*Map it/]],
  'wrong-credentials': [
    ['says UNAVAILABLE', failing(() => new PromptError('UNAVAILABLE', 'failed')), /the code was UNAVAILABLE/],
    [
      'tells the token',
      failing(({ code }, { token }) => new PromptError(code, `${token} is wrong`)),
      /A secret appears in an error/,
    ],
    [
      'hides the token in its cause',
      failing(({ code }, { token }) => new PromptError(code, 'wrong', { cause: { request: { headers: { token } } } })),
      /A secret appears in an error/,
    ],
    [
      'encodes the token',
      failing(({ code }, { token }) => new PromptError(code, `Basic ${btoa(token)}`)),
      /A secret appears in an error/,
    ],
  ],
  validate: [['is never sure', broken(() => ({ validate: async () => false })), /must give true/]],
  'validate-wrong': [['is always sure', broken(() => ({ validate: async () => true })), /but gave true/]],
});
