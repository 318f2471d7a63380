import type { ListedPrompt, LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
import {
  checkUrl,
  errorFromResponse,
  type GuardedFetch,
  guardedFetch,
  networkIdentity,
  onePerAccess,
  parseOptions,
  shownUrl,
} from '@prompts/provider-kit';
import type { HttpOptions } from './config.ts';
import { createConfigSchema, optionsSchema, type ParsedConfig } from './config-schema.ts';
import { createHeaders } from './create-headers.ts';
import { revalidate, withFreshness } from './freshness.ts';
import { httpError } from './http-error.ts';
import { ListedVersions } from './listed-versions.ts';
import { parseListing } from './parse-listing.ts';
import { readText } from './read-text.ts';
import { resolveSource } from './resolve-source.ts';
import { selectText } from './select-text.ts';
import { splitQuery } from './split-query.ts';
import { setConditions, type Validators, validatorsFromResponse, validatorsFromTemplate } from './validators.ts';

/**
 * Creates the provider of prompts behind URLs: text, markdown, or JSON with a pointer to the text.
 *
 * It has neither `loadMany` nor `changedSince`: many texts are many requests, and one that hangs would delay all others of the
 * call. A conditional request both detects a change and loads the new text.
 * @param options Defaults for all entries (`baseUrl`, `auth`, `token`, `headers`), and options that only the app may set (`allowHosts`, `proxy`, `tls`).
 * @param registration `name`: the name under which the provider is registered. Default: `http`.
 * @returns The provider. It sends no request before a prompt is loaded.
 * @throws PromptError `CONFIG_INVALID`, which names every mistake in the options.
 * @example
 * const systemPrompts = { review: { provider: 'http', config: { url: 'review.md' } } };
 * const prompts = await createPrompts({ systemPrompts, providers: [http({ baseUrl: 'https://prompts.example' })] });
 * console.log(await prompts.render('review', { language: 'Rust' }));
 */
export function http(
  options: HttpOptions = {},
  { name = 'http' }: { readonly name?: string | undefined } = {},
): PromptProvider<ParsedConfig> {
  const { allowHosts, proxy, tls, ...defaults } = parseOptions(optionsSchema, options, 'http');
  const network = networkIdentity({ proxy, tls });
  /** The last text of each config: core loads a member again until it has the version in the index. */
  const latest = new WeakMap<ParsedConfig, PromptTemplate>();
  const versionsFor = onePerAccess((_access: unknown) => new ListedVersions());
  const listingValidators = new WeakMap<object, Validators>();
  let guarded: GuardedFetch | undefined;

  /** @returns No body if nothing has changed since the response with these validators. */
  async function request(config: ParsedConfig, validators: Validators, { signal }: LoadContext) {
    const { url: resolvedUrl, access } = resolveSource(config, defaults);
    const url = checkUrl(resolvedUrl, 'http', allowHosts);
    const headers = await createHeaders(access);
    const isConditional = setConditions(headers, validators);
    guarded ??= guardedFetch({ provider: 'http', allowHosts, proxy, tls });
    const response = await guarded(url, { headers, signal });
    if (response.status === 304 && isConditional) return { url, access, response };
    if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });
    if (response.status === 206) {
      throw httpError(
        'CONTENT_INVALID',
        `${shownUrl(url)} returned partial content (206), which was not requested: correct the server`,
      );
    }
    return { url, access, response, body: await readText(response, shownUrl(url)) };
  }

  async function read(config: ParsedConfig, known: PromptTemplate | undefined, context: LoadContext) {
    if (config.url === undefined) {
      throw httpError('CONFIG_INVALID', "index is for collections: name the entry 'name/*', or use url");
    }
    const { url, access, response, body } = await request(config, known ? validatorsFromTemplate(known) : {}, context);
    const content = body === undefined ? (known as PromptTemplate).content : selectFrom(body, config);
    // An ETag may change while the text stays the same. Without a version, core uses the hash of the text.
    const { version } = versionsFor(access).find({ url: url.href, select: config.select }, content);
    const template =
      known && body === undefined
        ? revalidate(known, version ?? known.version, response)
        : withFreshness({ content, version, uri: shownUrl(url), metadata: parseFacts(response) }, response);
    latest.set(config, template);
    return template;
  }

  return {
    name,
    configSchema: createConfigSchema(defaults.baseUrl),
    capabilities: { loadTimeout: 30 },
    identity(config) {
      const { url, access } = resolveSource(config, defaults);
      const kind = config.index === undefined ? 'url' : 'index';
      const { href, credentials } = splitQuery(url);
      return {
        source: { [kind]: href, select: config.select },
        access: { ...access, ...network, ...(credentials.length > 0 && { query: credentials }) },
      };
    },
    load: (config, context) => read(config, latest.get(config), context),
    refresh: (config, context) => read(config, context.previous, context),
    async validate(config, context) {
      await request(config, {}, context);
      return true;
    },
    async list(config, context) {
      if (config.index === undefined) {
        throw httpError('CONFIG_INVALID', 'a collection needs index, the URL of its list');
      }
      const { previousList, maxMembers } = context;
      const validators = previousList && listingValidators.get(previousList);
      const { url: index, access, response, body } = await request(config, validators ?? {}, context);
      if (body === undefined) return previousList as readonly ListedPrompt<ParsedConfig>[];
      const listing = parseListing(body, { index, base: new URL(response.url), config, maxMembers });
      listingValidators.set(listing, validatorsFromResponse(response));
      versionsFor(access).record(listing, previousList);
      return listing;
    },
    async close() {
      await guarded?.close();
      guarded = undefined;
    },
  };
}

function selectFrom(body: string, { select }: ParsedConfig): string {
  return select === undefined ? body : selectText(body, select);
}

/** Reads the facts of a text from the headers of its response. */
function parseFacts(response: Response): NonNullable<PromptTemplate['metadata']> {
  const modifiedMs = Date.parse(response.headers.get('last-modified') ?? '');
  const updatedAt = Number.isNaN(modifiedMs) ? {} : { updatedAt: new Date(modifiedMs).toISOString() };
  return { ...updatedAt, ...validatorsFromResponse(response) };
}
