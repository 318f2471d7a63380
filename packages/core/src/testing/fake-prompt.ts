import { createHash } from 'node:crypto';
import { createPrompt, type Prompt, type PromptState } from '../template/prompt.ts';
import type { VariablesSchema } from '../template/variables-schema.ts';

/** A text of {@link fakePrompts}. */
export type FakeText =
  | string
  | {
      readonly content: string;
      /** Default `'fresh'`. */
      readonly state?: PromptState | undefined;
      /** Default: the hash of the text. */
      readonly version?: string | undefined;
      /** Default: none. */
      readonly metadata?: Readonly<Record<string, unknown>> | undefined;
      /** The schema of the entry. Default: variables are not checked. */
      readonly variables?: VariablesSchema | undefined;
    };

export function createFakePrompt(name: string, text: FakeText): Prompt {
  const given = typeof text === 'string' ? { content: text } : text;
  const { content, state = 'fresh', version, metadata = {}, variables: variablesSchema } = given;
  const hash = createHash('sha256').update(content).digest('hex');
  const facts = { provider: 'fake', syntax: 'mustache', fetchedAt: Date.now() } as const;
  return createPrompt({ name, content, version: version ?? hash, hash, state, metadata, variablesSchema, ...facts });
}
