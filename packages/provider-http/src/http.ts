import type { ListedPrompt, LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
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
import { httpError } from './http-error.ts';
import { ListedVersions } from './listed-versions.ts';
import { parseListing } from './parse-listing.ts';
import { readText } from './read-text.ts';
import { resolveUrl } from './resolve-url.ts';
import { selectText } from './select-text.ts';
import { setConditions, type Validators, validatorsFromResponse, validatorsFromTemplate } from './validators.ts';

/** The time limit of `changedSince`. */
const checkTimeoutMs = 5000;

/**
 * Creates the provider of prompts behind URLs: text, markdown, or JSON with a pointer to the text.
 *
 * It has no `loadMany`: many texts are many requests, and one that hangs would delay all others of the call.
 * @param options Defaults for all entries (`baseUrl`, `auth`, `token`, `headers`), and `allowHosts`, which only the app may set.
 * @returns The provider, named `http`. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { review: { provider: 'http', config: { url: 'review.md' } } };
 * const prompts = await createPrompts({ systemPrompts, providers: [http({ baseUrl: 'https://prompts.example' })] });
 * console.log(await prompts.render('review', { language: 'Rust' }));
 */
export function http(options: HttpOptions = {}): PromptProvider<ParsedConfig> {
  const { allowHosts, ...access } = parseOptions(optionsSchema, options, 'http');
  const defaultOrigin = access.baseUrl === undefined ? undefined : baseUrlOf(access.baseUrl, 'http').origin;
  /** The last template of each config: the load that follows `changedSince` need not download it again. */
  const latest = new WeakMap<ParsedConfig, PromptTemplate>();
  const versions = new ListedVersions();
  const listingValidators = new WeakMap<object, Validators>();
  let guarded: GuardedFetch | undefined;

  /** @returns undefined if nothing has changed since the response with these validators. */
  async function request(config: ParsedConfig, validators: Validators, { signal }: LoadContext) {
    const url = resolveUrl({ ...config, baseUrl: config.baseUrl ?? access.baseUrl }, allowHosts);
    // The factory's credentials are sent to its baseUrl only, if it has one.
    const defaults = defaultOrigin === undefined || defaultOrigin === url.origin ? access : {};
    const headers = await createHeaders(config, defaults);
    const isConditional = setConditions(headers, validators);
    guarded ??= guardedFetch({ provider: 'http', allowHosts });
    const response = await guarded(url, { headers, signal });
    if (response.status === 304 && isConditional) return undefined;
    if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });
    if (response.status === 206) {
      throw httpError('CONTENT_INVALID', `${shownUrl(url)} returned partial content, which was not requested`);
    }
    return { url, response, body: await readText(response, shownUrl(url)) };
  }

  async function read(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate> {
    if (config.url === undefined) {
      throw httpError('CONFIG_INVALID', "index is for collections: name the entry 'name/*', or use url");
    }
    const known = context.previous && (latest.get(config) ?? context.previous);
    const result = await request(config, known === undefined ? {} : validatorsFromTemplate(known), context);
    if (result === undefined) return known as PromptTemplate;
    const { url, response, body } = result;
    const content = config.select === undefined ? body : selectText(body, config.select);
    // An ETag may change while the text stays the same. Without a version, core uses the hash of the text.
    const template = { content, ...versions.find(url, content), uri: shownUrl(url), ...parseFacts(response) };
    latest.set(config, template);
    return template;
  }

  return {
    name: 'http',
    configSchema: createConfigSchema(access.baseUrl),
    capabilities: { loadTimeout: 30 },
    load: (config, { previous: _, ...context }) => read(config, context),
    refresh: read,
    changedSince: (entries, context) => findChanged(entries, read, { context, timeoutMs: checkTimeoutMs }),
    async validate(config, context) {
      await request(config, {}, context);
      return true;
    },
    async list(config, context) {
      if (config.index === undefined) {
        throw httpError('CONFIG_INVALID', 'a collection needs index, the URL of its list');
      }
      const { previousList } = context;
      const validators = previousList && listingValidators.get(previousList);
      const result = await request(config, validators ?? {}, context);
      if (result === undefined) return previousList as readonly ListedPrompt<ParsedConfig>[];
      const { url: index, response, body } = result;
      const listing = parseListing(body, { index, base: new URL(response.url), config });
      listingValidators.set(listing, validatorsFromResponse(response));
      versions.record(listing);
      return listing;
    },
    async close() {
      await guarded?.close();
      guarded = undefined;
    },
  };
}

/** Reads the facts of a text from the headers of its response. */
function parseFacts(response: Response): Pick<PromptTemplate, 'metadata' | 'maxAge'> {
  const modifiedMs = Date.parse(response.headers.get('last-modified') ?? '');
  const updatedAt = Number.isNaN(modifiedMs) ? {} : { updatedAt: new Date(modifiedMs).toISOString() };
  const maxAge = parseMaxAge(response.headers);
  return { metadata: { ...updatedAt, ...validatorsFromResponse(response) }, ...(maxAge !== undefined && { maxAge }) };
}
