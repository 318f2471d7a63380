import { type HookEntry, type OtherPrompts, PromptError, type PromptHook, type PromptTemplate } from '@prompts/core';
import { sha256 } from '@prompts/core/sha256';
import { AcceptedTexts } from './accepted-texts.ts';
import { checkPermissions } from './check-permissions.ts';
import { Composition } from './composition.ts';
import { type ComposeOptions, checkOptions } from './options.ts';
import { parse } from './parse/parse.ts';
import { checkLeftTags, OddityReport } from './report-oddities.ts';

/**
 * Creates the hook that makes prompts of shared parts. In the text of any entry, `{{> name}}` stands for the text of another prompt,
 * and `{{< name}}{{$block}}…{{/block}}{{/name}}` for that text with some of its blocks replaced. This happens when a text is loaded,
 * and again when one of its parts changes.
 * @param options See {@link ComposeOptions}.
 * @throws `CONFIG_INVALID` with every mistake in `issues`.
 * @example
 * ```ts
 * const prompts = await createPrompts({
 *   systemPrompts: { tone: 'Answer politely.', support: 'You help with {{product}}. {{> tone}}' },
 *   hooks: [compose()],
 * });
 * (await prompts.get('support')).content; // 'You help with {{product}}. Answer politely.'
 * ```
 */
export function compose(options: ComposeOptions = {}): PromptHook {
  checkOptions(options);
  const { mayInclude } = options;
  const oddities = new OddityReport();
  const accepted = new AcceptedTexts();

  async function loaded(template: PromptTemplate, entry: HookEntry, others: OtherPrompts): Promise<PromptTemplate> {
    const composed = await composeTemplate(withoutParts(template), entry, others);
    await accepted.add(entry, template.content);
    return composed;
  }

  async function composeTemplate(
    template: PromptTemplate,
    entry: HookEntry,
    others: OtherPrompts,
  ): Promise<PromptTemplate> {
    if (entry.syntax === 'none') return template;
    const { content: text } = template;
    const parsed = parse(text);
    oddities.unreadableTag(parsed, entry);
    if (parsed.nodes.every((node) => typeof node === 'string')) return template;
    checkMetadata(entry);
    if (mayInclude) checkPermissions(parsed.nodes, text, entry, mayInclude);
    const composition = new Composition(entry, others, accepted, options);
    const content = await composition.compose(parsed.nodes, text);
    checkLeftTags(content, entry);
    for (const [block, base] of composition.unusedBlocks()) oddities.unusedBlock(block, base, entry);
    const version = template.version ?? (await sha256(text));
    const { parts } = composition;
    if (parts.size === 0) return { ...template, content, version };
    return {
      ...template,
      content,
      version: `${version}+${await parts.toVersionSuffix()}`,
      metadata: { ...template.metadata, parts: parts.toMetadata() },
    };
  }

  return { name: 'compose', loaded };
}

/** @throws `CONFIG_INVALID` if the configuration has metadata that would replace the parts of the text. */
function checkMetadata({ metadata }: HookEntry): void {
  if (metadata.parts === undefined) return;
  throw new PromptError(
    'CONFIG_INVALID',
    'its entry sets metadata.parts, where the parts of its text are listed: rename it',
  );
}

/** A text can't claim to have parts: its source's metadata loses them. */
function withoutParts(template: PromptTemplate): PromptTemplate {
  if (template.metadata?.parts === undefined) return template;
  const { parts, ...metadata } = template.metadata;
  return { ...template, metadata };
}
