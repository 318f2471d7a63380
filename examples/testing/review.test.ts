import { PromptError } from '@prompts/core';
import { fakePrompts } from '@prompts/core/testing';
import { expect, it } from 'vitest';
import { reviewInstructions } from './review.ts';

it('fills in the language', async () => {
  const prompts = fakePrompts({ review: 'You review {{language}} code.' });
  expect(await reviewInstructions(prompts, 'Go')).toBe('You review Go code.');
});

it('says when the text may be outdated', async () => {
  const prompts = fakePrompts({ review: { content: 'You review {{language}} code.', state: 'stale' } });
  expect(await reviewInstructions(prompts, 'Go')).toBe('You review Go code. (may be outdated)');
});

it('does without a prompt that was deleted', async () => {
  const prompts = fakePrompts({ review: new PromptError('NOT_FOUND', 'the page was deleted') });
  expect(await reviewInstructions(prompts, 'Go')).toBe('Review this Go code.');
});

it('fails if the text wants a variable that it does not get', async () => {
  const prompts = fakePrompts({ review: 'You review {{language}} code for {{team}}.' });
  await expect(reviewInstructions(prompts, 'Go')).rejects.toMatchObject({ code: 'VARIABLE_MISSING' });
});
