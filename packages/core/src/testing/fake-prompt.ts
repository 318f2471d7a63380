import { createHash } from 'node:crypto';
import { createPrompt, type Prompt, type PromptState } from '../template/prompt.ts';

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
    };

export function createFakePrompt(name: string, text: FakeText): Prompt {
  const { content, state = 'fresh', version, metadata = {} } = typeof text === 'string' ? { content: text } : text;
  const hash = createHash('sha256').update(content).digest('hex');
  const facts = { provider: 'fake', syntax: 'mustache', fetchedAt: Date.now() } as const;
  return createPrompt({ name, content, version: version ?? hash, hash, state, metadata, ...facts });
}
