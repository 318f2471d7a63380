import type { LoadContext } from '../provider/load-context.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { PromptProvider } from '../provider/provider.ts';

type Answer = string | PromptTemplate | Error | Promise<string | PromptTemplate>;

/** A provider of one text. A test sets its results in advance. */
export class ScriptedProvider implements PromptProvider<{ id?: string }> {
  readonly name = 'scripted';
  /** The result of the next loads. An Error is thrown. */
  answer: Answer;
  /** The number of loads so far. */
  calls = 0;
  /** The signal of each load. */
  signals: AbortSignal[] = [];

  constructor(answer: Answer) {
    this.answer = answer;
  }

  async load(_config: { id?: string }, { signal }: LoadContext): Promise<PromptTemplate> {
    this.calls += 1;
    this.signals.push(signal);
    const answer = await this.answer;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'string' ? { content: answer } : answer;
  }
}
