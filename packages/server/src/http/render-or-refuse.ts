import { type Prompt, PromptError, type Variables } from '@prompts/core';
import { HttpError } from './http-error.ts';

/**
 * Renders a prompt with the values of a request.
 * @throws HttpError 422 for values that are missing, not valid or can't be converted to text: a mistake of the request, not of the source.
 */
export function renderOrRefuse(prompt: Prompt, variables: Variables): string {
  try {
    return prompt.render(variables);
  } catch (error) {
    if (PromptError.isInstance(error) && error.code !== 'CONFIG_INVALID')
      throw new HttpError(422, error.code, error.message);
    throw error;
  }
}
