import { type Prompt, PromptError } from '@prompts/core';

/** What the code below needs of the prompts: the real ones and those of a test have it. */
interface Reviews {
  get(name: 'review'): Promise<Prompt>;
}

/** Returns the instructions for a review, and whether they may be outdated. */
export async function reviewInstructions(prompts: Reviews, language: string): Promise<string> {
  try {
    const prompt = await prompts.get('review');
    const text = prompt.render({ language });
    return prompt.state === 'stale' ? `${text} (may be outdated)` : text;
  } catch (error) {
    if (PromptError.isInstance(error) && error.code === 'NOT_FOUND') return `Review this ${language} code.`;
    throw error;
  }
}
