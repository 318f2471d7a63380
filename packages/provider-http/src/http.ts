import type { ListedPrompt, LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
import { PromptError } from '@prompts/core';
import {
  baseUrlOf,
  errorFromResponse,
  type GuardedFetch,
  guardedFetch,
  parseMaxAge,
  parseOptions,
  shownUrl,
} from '@prompts/provider-kit';
import type { HttpOptions } from './config.ts';
import { createConfigSchema, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { createHeaders } from './create-headers.ts';
import { findChanged } from './find-changed.ts';
import { ListedVersions } from './listed-versions.ts';
import { parseListing } from './parse-listing.ts';
import { readText } from './read-text.ts';
import { resolveUrl } from './resolve-url.ts';
import { selectText } from './select-text.ts';
import { setConditions, type Validators, validatorsFromResponse, validatorsFromTemplate } from './validators.ts';

/** Milliseconds in which `changedSince` answers. */
const patience = 5000;

/**
 * Prompts behind URLs: text, markdown, or JSON with a pointer to the text.
 *
 * There is no `loadMany`: many texts are many requests, and one that hangs would hold up all others of the call.
 * @throws PromptError `CONFIG_INVALID` naming every mistake in the options.
 */
export function http(options: HttpOptions = {}): PromptProvider<ParsedConfig> {
  const { allowHosts, ...access } = parseOptions(optionsSchema, options, 'http');
  const home = access.baseUrl === undefined ? undefined : baseUrlOf(access.baseUrl, 'http').origin;
  /** What came last for each config: what `changedSince` brought needn't be sent again to the load that follows. */
  const newest = new WeakMap<ParsedConfig, PromptTemplate>();
  const versions = new ListedVersions();
  const validatorsOfLists = new WeakMap<object, Validators>();
  let guarded: GuardedFetch | undefined;

  /** @returns undefined for what has not changed. */
  async function ask(config: ParsedConfig, known: Validators, { signal }: LoadContext) {
    const url = resolveUrl({ ...config, baseUrl: config.baseUrl ?? access.baseUrl }, allowHosts);
    // Credentials given together with a baseUrl are meant for its host, whatever else an entry names.
    const defaults = home === undefined || home === url.origin ? access : {};
    const headers = await createHeaders(config, defaults);
    const isConditional = setConditions(headers, known);
    guarded ??= guardedFetch({ provider: 'http', allowHosts });
    const response = await guarded(url, { headers, signal });
    if (response.status === 304 && isConditional) return undefined;
    if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });
    if (response.status === 206) {
      throw new PromptError('CONTENT_INVALID', `${shownUrl(url)} answered with a part, which nobody asked for`, {
        provider: 'http',
      });
    }
    return { url, response, body: await readText(response, shownUrl(url)) };
  }

  async function read(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate> {
    if (config.url === undefined) throw misplaced("index is for collections: name the entry 'name/*', or give url");
    const known = context.previous && (newest.get(config) ?? context.previous);
    const answer = await ask(config, known === undefined ? {} : validatorsFromTemplate(known), context);
    if (answer === undefined) return known as PromptTemplate;
    const { url, response, body } = answer;
    const content = config.select === undefined ? body : selectText(body, config.select);
    // An ETag is no version: it may move while the text stays. Without one, core takes the hash of the text.
    const template = { content, ...versions.of(url, content), uri: shownUrl(url), ...factsOf(response) };
    newest.set(config, template);
    return template;
  }

  return {
    name: 'http',
    configSchema: createConfigSchema(access.baseUrl),
    capabilities: { loadTimeout: 30 },
    load: (config, { previous: _, ...context }) => read(config, context),
    refresh: read,
    changedSince: (entries, context) => findChanged(entries, read, { context, patience }),
    async validate(config, context) {
      await ask(config, {}, context);
      return true;
    },
    async list(config, context) {
      if (config.index === undefined) throw misplaced('a collection needs index, the URL of its list');
      const { previousList } = context;
      const known = previousList && validatorsOfLists.get(previousList);
      const answer = await ask(config, known ?? {}, context);
      if (answer === undefined) return previousList as readonly ListedPrompt<ParsedConfig>[];
      const { url: index, response, body } = answer;
      const listing = parseListing(body, { index, base: new URL(response.url), config });
      validatorsOfLists.set(listing, validatorsFromResponse(response));
      versions.keep(listing);
      return listing;
    },
    async close() {
      await guarded?.close();
      guarded = undefined;
    },
  };
}

function misplaced(message: string): PromptError {
  return new PromptError('CONFIG_INVALID', message, { provider: 'http' });
}

function factsOf(response: Response): Pick<PromptTemplate, 'metadata' | 'maxAge'> {
  const modified = Date.parse(response.headers.get('last-modified') ?? '');
  const updatedAt = Number.isNaN(modified) ? {} : { updatedAt: new Date(modified).toISOString() };
  const maxAge = parseMaxAge(response.headers);
  return { metadata: { ...updatedAt, ...validatorsFromResponse(response) }, ...(maxAge !== undefined && { maxAge }) };
}
