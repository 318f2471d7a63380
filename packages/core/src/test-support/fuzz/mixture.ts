import type { PromptHook, PromptSummary } from '../../index.ts';
import type { ProcessModel } from './process-model.ts';

/** The name of the entry that a hook makes of others. */
export const mixtureName = 'mixture';

/** What it is made of: texts of two sources, one of them a member of a collection. */
const parts = ['alias', 'four', 'all/x'] as const;

/** Makes the mixture of its parts. Its address lists theirs. */
export const mixing: PromptHook = {
  name: 'mixing',
  names: [mixtureName],
  async loaded(template, _, { read }) {
    const prompts = await Promise.all(parts.map((part) => read(part)));
    return {
      ...template,
      content: prompts.map(({ content }) => content).join('\n'),
      uri: prompts.map(({ uri }) => uri).join(' '),
    };
  },
};

/**
 * Checks a mixture against what the process shows of its parts.
 * @param isQuiet Whether it must be up to date, whatever its state is.
 * @throws an Error if it must not show this now.
 */
export function checkMixture(list: readonly PromptSummary[], model: ProcessModel, isQuiet = false): void {
  const shown = new Map(list.map((summary) => [summary.name, summary]));
  const { uri, state } = shown.get(mixtureName) ?? {};
  if (uri === undefined) return;
  for (const [index, partUri] of uri.split(' ').entries()) {
    const part = parts[index] ?? '';
    model.observePart(part, partUri);
    const current = shown.get(part);
    if (!current?.uri) continue;
    if ((isQuiet || state === 'fresh') && partUri !== current.uri)
      throw new Error(`a ${state} mixture holds ${partUri} of ${part}, which shows ${current.uri}`);
    if (state === 'fresh' && current.state !== 'fresh')
      throw new Error(`the mixture is fresh, and ${part} is ${current.state}`);
  }
}
