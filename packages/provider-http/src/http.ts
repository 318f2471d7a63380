import type { LoadContext, PromptProvider, PromptTemplate } from '@prompts/core';
import { PromptError } from '@prompts/core';
import {
  baseUrlOf,
  checkUrl,
  errorFromResponse,
  type GuardedFetch,
  guardedFetch,
  mapBounded,
  parseMaxAge,
  shownUrl,
} from '@prompts/provider-kit';
import { accessSchema, configSchema, type HttpAuth, type ParsedConfig } from './config.ts';
import { readListing } from './listing.ts';
import { credentialHeaders } from './request-headers.ts';
import { selectText } from './select.ts';
import { textOfResponse } from './text-of-response.ts';
import { rememberValidators, setConditions } from './validators.ts';

/** Options of {@link http}: what an entry's config says wins over them. */
export interface HttpOptions {
  readonly baseUrl?: string;
  readonly auth?: HttpAuth;
  readonly token?: ParsedConfig['token'];
  readonly headers?: ParsedConfig['headers'];
  /** Hosts that may be reached although they are private, or by plain `http:`: `127.0.0.1`, `*.corp.example`. Never an entry's to say. */
  readonly allowHosts?: readonly string[];
}

/** Requests under way at once where many prompts are asked for together. */
const concurrentRequests = 16;

/** Prompts behind URLs: text, markdown, or JSON with a pointer to the text. */
export function http({ allowHosts = [], ...defaults }: HttpOptions = {}): PromptProvider<ParsedConfig> {
  const access = accessSchema.parse(defaults);
  let guarded: GuardedFetch | undefined;

  async function ask(config: ParsedConfig, url: URL, context: LoadContext): Promise<Response> {
    const headers = await credentialHeaders({ ...access, ...config });
    setConditions(headers, context.previous);
    guarded ??= guardedFetch({ provider: 'http', allowHosts });
    const response = await guarded(url, { headers, signal: context.signal });
    if (response.ok || (response.status === 304 && context.previous !== undefined)) return response;
    throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });
  }

  function resolve(written: string, config: ParsedConfig): URL {
    const baseUrl = config.baseUrl ?? access.baseUrl;
    const isWhole = baseUrl === undefined || /^[a-z][a-z0-9+.-]*:/i.test(written);
    return checkUrl(isWhole ? written : new URL(written, baseUrlOf(baseUrl, 'http')), 'http', allowHosts);
  }

  async function read(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate> {
    if (config.url === undefined) {
      throw new PromptError('CONFIG_INVALID', "index is for collections: name the entry 'name/*', or give url", {
        provider: 'http',
      });
    }
    const url = resolve(config.url, config);
    const response = await ask(config, url, context);
    const { previous } = context;
    if (response.status === 304 && previous !== undefined) return previous;
    const body = await textOfResponse(response, shownUrl(url));
    const content = config.select === undefined ? body : selectText(body, config.select);
    // No version: an ETag may move while the text stays, so core's hash of the text is the truer one.
    const template = { content, uri: shownUrl(url), ...facts(response) };
    rememberValidators(template, response);
    return template;
  }

  async function outcome(config: ParsedConfig, context: LoadContext): Promise<PromptTemplate | PromptError> {
    try {
      return await read(config, context);
    } catch (error) {
      if (PromptError.isInstance(error)) return error;
      throw error;
    }
  }

  return {
    name: 'http',
    configSchema,
    load: (config, { previous: _, ...context }) => read(config, context),
    refresh: read,
    loadMany: (configs, context) => mapBounded(configs, concurrentRequests, (config) => outcome(config, context)),
    async changedSince(entries, context) {
      const results = await mapBounded(entries, concurrentRequests, ({ config, template }) =>
        outcome(config, { ...context, previous: template }),
      );
      return results.flatMap((result, index) => {
        const known = entries[index]?.template;
        return result === known || (!PromptError.isInstance(result) && result.content === known?.content)
          ? []
          : [index];
      });
    },
    async validate(config, context) {
      const written = config.url ?? config.index ?? '';
      await ask(config, resolve(written, config), context);
      return true;
    },
    async list(config, context) {
      const written = config.index;
      if (written === undefined) {
        throw new PromptError('CONFIG_INVALID', 'a collection needs index, the URL of its list', { provider: 'http' });
      }
      const url = resolve(written.endsWith('/') ? `${written}index.json` : written, config);
      const { previous: _, ...first } = context;
      const response = await ask(config, url, first);
      return readListing(await textOfResponse(response, shownUrl(url)), url, config);
    },
    async close() {
      await guarded?.close();
      guarded = undefined;
    },
  };
}

function facts(response: Response): Pick<PromptTemplate, 'metadata' | 'maxAge'> {
  const modified = Date.parse(response.headers.get('last-modified') ?? '');
  const maxAge = parseMaxAge(response.headers);
  return {
    ...(!Number.isNaN(modified) && { metadata: { updatedAt: new Date(modified).toISOString() } }),
    ...(maxAge !== undefined && { maxAge }),
  };
}
