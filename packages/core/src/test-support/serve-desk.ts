import { createPrompts, type PromptHook, type Prompts } from '../node/index.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { DeskProvider } from './desk-provider.ts';

/** Replaces `{{> name}}` by the text of another prompt. */
export function including(counts: Record<string, number> = {}): PromptHook {
  return {
    name: 'include',
    async loaded(template, { name }, { read }) {
      counts[name] = (counts[name] ?? 0) + 1;
      let { content } = template;
      for (const [tag, part = ''] of content.matchAll(/\{\{> ?([^}]+)\}\}/g)) {
        content = content.replace(tag, (await read(part)).content);
      }
      return { ...template, content };
    },
  };
}

/** What `serve` creates prompts from. */
interface Setting {
  readonly texts: Record<string, string | Error>;
  /** Entries by name; the names of all texts by default. */
  readonly entries?: Record<string, object | string>;
  readonly clock?: FakeClock;
  readonly counts?: Record<string, number>;
  readonly cache?: object;
  readonly preload?: boolean;
  /** By default the one of `including`. */
  readonly hooks?: readonly PromptHook[];
}

/** Serves texts of a `DeskProvider`. */
export async function serve({ texts, entries, clock = fakeClock(), counts, cache, preload, hooks }: Setting) {
  const desk = new DeskProvider(texts);
  const own = Object.keys(texts).map((id) => [id, { provider: 'desk', config: { id } }] as const);
  const prompts: Prompts = await createPrompts({
    systemPrompts: entries ?? Object.fromEntries(own),
    providers: [desk],
    hooks: hooks ?? [including(counts)],
    clock,
    cache,
    preload,
    logger: false,
  } as never);
  return { desk, prompts, clock };
}
