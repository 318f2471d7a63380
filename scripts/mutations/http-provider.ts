import type { Subject } from './mutation.ts';

/** Mistakes in the HTTP provider. */
export const httpProvider: Subject = {
  name: 'provider-http',
  folder: 'packages/provider-http',
  suite: 'src/conformance.test.ts',
  mutations: [
    {
      file: 'src/http.ts',
      find: 'const response = await guarded(url, { headers, signal });',
      replace: 'const response = await guarded(url, { headers });',
      harm: 'requests go on after a timeout, or when the app closes',
    },
    {
      file: 'src/http.ts',
      find: 'const response = await guarded(url, { headers, signal });',
      replace: 'const response = await fetch(url, { headers, signal });',
      harm: 'redirects lead into the private network, with API keys',
    },
    {
      file: 'src/http.ts',
      find: 'const response = await guarded(url, { headers, signal });',
      replace: 'setTimeout(() => {}, 30_000);\n    const response = await guarded(url, { headers, signal });',
      harm: 'a timer that is not cleared keeps the process alive for 30 s',
    },
    {
      file: 'src/http.ts',
      find: 'const response = await guarded(url, { headers, signal });',
      replace:
        'const response = await guarded(url, { headers, signal }).catch(() => new Response(null, { status: 304 }));',
      harm: 'an outage counts as no change',
    },
    {
      file: 'src/http.ts',
      find: 'const response = await guarded(url, { headers, signal });',
      replace:
        "const response = await guarded(url, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) }).catch((cause) => {\n      throw httpError('UNAVAILABLE', String(cause));\n    });",
      harm: 'a timeout counts as an outage',
    },
    {
      file: 'src/http.ts',
      find: "guarded ??= guardedFetch({ provider: 'http', allowHosts, proxy, tls });",
      replace: "guarded ??= guardedFetch({ provider: 'http', allowHosts: [...allowHosts, 'localhost'], proxy, tls });",
      harm: 'entries can read services of the local machine',
    },
    {
      file: 'src/http.ts',
      find: "guarded ??= guardedFetch({ provider: 'http', allowHosts, proxy, tls });",
      replace: "guarded ??= guardedFetch({ provider: 'http', allowHosts, proxy, tls, maxBytes: 1_000_000 });",
      harm: 'texts between 1 MB and the limit of 1 MiB fail',
    },
    {
      file: 'src/http.ts',
      find: "guarded ??= guardedFetch({ provider: 'http', allowHosts, proxy, tls });",
      replace: "guarded = guardedFetch({ provider: 'http', allowHosts, proxy, tls });",
      harm: 'close() leaves the connections of all but the last request',
    },
    {
      file: 'src/http.ts',
      find: 'if (!response.ok) throw',
      replace: 'if (response.status >= 500) throw',
      harm: 'the page of a 404 is served as a prompt',
    },
    {
      file: 'src/http.ts',
      find: 'if (!response.ok) throw errorFromResponse(response, {',
      replace: 'if (!response.ok) throw errorFromResponse({ status: response.status, headers: new Headers() }, {',
      harm: 'Retry-After is ignored',
    },
    {
      file: 'src/http.ts',
      find: "if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });",
      replace: "if (!response.ok) throw httpError('UNAVAILABLE', `GET ${shownUrl(url)} answered ${response.status}`);",
      harm: 'every error is an outage, and is tried again',
    },
    {
      file: 'src/http.ts',
      find: "if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });",
      replace:
        "if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: await response.text() });",
      harm: 'the body of an error is in its message, with the credentials that a proxy quotes',
    },
    {
      file: 'src/http.ts',
      find: "if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });",
      replace:
        "if (!response.ok) throw Object.assign(errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` }), { request: [...headers] });",
      harm: 'errors show the headers of the request in an error tracker',
    },
    {
      file: 'src/http.ts',
      find: "if (!response.ok) throw errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });",
      replace:
        "if (!response.ok) {\n      const error = errorFromResponse(response, { provider: 'http', what: `GET ${shownUrl(url)}` });\n      throw Object.assign(error, error.retryAfter && { retryAfter: error.retryAfter * 1000 });\n    }",
      harm: 'after a 429, the source is not asked for a day: Retry-After in milliseconds',
    },
    {
      file: 'src/http.ts',
      find: 'refresh: (config, context) => read(config, context.previous, context),',
      replace:
        "refresh: (config, context) =>\n      read(config, context.previous, context).catch((error) => {\n        if (error.code !== 'NOT_FOUND' || !context.previous) throw error;\n        return context.previous;\n      }),",
      harm: 'a deleted prompt is served forever',
    },
    {
      file: 'src/http.ts',
      find: 'refresh: (config, context) => read(config, context.previous, context),',
      replace:
        "refresh: (config, context) =>\n      read(config, context.previous, context).catch((error) => {\n        if (error.code !== 'RATE_LIMITED' || !context.previous) throw error;\n        return context.previous;\n      }),",
      harm: 'at a rate limit, an old text counts as fresh',
    },
    {
      file: 'src/http.ts',
      find: 'refresh: (config, context) => read(config, context.previous, context),',
      replace: 'refresh: (config, context) => read(config, undefined, context),',
      harm: 'every refresh downloads the text again',
    },
    {
      file: 'src/http.ts',
      find: 'refresh: (config, context) => read(config, context.previous, context),',
      replace: 'refresh: async (config, context) => context.previous ?? read(config, undefined, context),',
      harm: 'no change is ever noticed',
    },
    {
      file: 'src/http.ts',
      find: 'load: (config, context) => read(config, latest.get(config), context),',
      replace:
        'load: (config, context) =>\n      read(config, latest.get(config), context).catch((error) => latest.get(config) ?? Promise.reject(error)),',
      harm: 'an outage is hidden: the last text counts as fresh',
    },
    {
      file: 'src/http.ts',
      find: 'load: (config, context) => read(config, latest.get(config), context),',
      replace: 'load: async (config, context) => latest.get(config) ?? read(config, undefined, context),',
      harm: 'a text is loaded once, and never again',
    },
    {
      file: 'src/http.ts',
      find: 'withFreshness({ content, version, uri',
      replace: "withFreshness({ content, version: '1', uri",
      harm: 'changes are not noticed: the version is constant',
    },
    {
      file: 'src/http.ts',
      find: 'metadata: parseFacts(response) }',
      replace: 'metadata: { ...parseFacts(response), access } }',
      harm: 'credentials are in the metadata of every prompt',
    },
    {
      file: 'src/http.ts',
      find: 'await request(config, {}, context);\n      return true;',
      replace: 'resolveSource(config, defaults);\n      return true;',
      harm: 'validate() accepts wrong credentials',
    },
    {
      file: 'src/http.ts',
      find: 'const { previousList, maxMembers } = context;\n',
      replace: 'const { previousList, maxMembers } = context;\n      if (previousList) return previousList;\n',
      harm: 'new members never appear',
    },
    {
      file: 'src/http.ts',
      find: '      return listing;\n',
      replace: '      return listing.slice(0, 100);\n',
      harm: 'a collection has no members past the first page',
    },
    {
      file: 'src/http.ts',
      find: '      return listing;\n',
      replace:
        '      return [...listing, ...(previousList ?? []).filter(({ name }) => !listing.some((member) => member.name === name))];\n',
      harm: 'deleted members stay in the collection',
    },
    {
      file: 'src/http.ts',
      find: 'const { url: index, access, response, body } = await request(config, validators ?? {}, context);',
      replace:
        "const { url: index, access, response, body } = await request(config, validators ?? {}, context).catch((error) => {\n        if (!previousList) throw error;\n        return { url: new URL('http://127.0.0.1'), access: undefined, response: new Response(), body: undefined };\n      });",
      harm: 'an outage is hidden: the last list counts as current',
    },
    {
      file: 'src/http.ts',
      find: 'access: { ...access, ...network, ...(credentials.length > 0 && { query: credentials }) },',
      replace: 'access: {},',
      harm: 'entries with a wrong token get the texts of others',
    },
    {
      file: 'src/http.ts',
      find: 'source: { [kind]: href, select: config.select },',
      replace: 'source: { [kind]: url.origin, select: config.select },',
      harm: 'all entries of a server get the same text',
    },
    {
      file: 'src/http.ts',
      find: '    async close() {\n      await guarded?.close();\n      guarded = undefined;\n    },\n',
      replace: '',
      harm: 'connections stay open: there is no close()',
    },
    {
      file: 'src/http.ts',
      find: '      await guarded?.close();\n',
      replace: '      await new Promise(() => {});\n',
      harm: 'the app never ends: close() hangs',
    },
    {
      file: 'src/http.ts',
      find: '      await guarded?.close();\n',
      replace: '      await (guarded as GuardedFetch).close();\n',
      harm: 'close() fails if nothing was loaded',
    },
    {
      file: 'src/create-headers.ts',
      find: '  return new Secret(input).reveal();',
      replace:
        '  const known = reveal as { revealed?: Map<unknown, Promise<string>> };\n  known.revealed ??= new Map();\n  const value = known.revealed.get(input) ?? new Secret(input).reveal();\n  known.revealed.set(input, value);\n  return value;',
      harm: 'after a rotation, the old token is used until a restart',
    },
    {
      file: 'src/create-headers.ts',
      find: '  const headers: Record<string, string> = {};\n',
      replace:
        '  const first = createHeaders as { headers?: Record<string, string> };\n  if (first.headers) return { ...first.headers };\n  const headers: Record<string, string> = {};\n  first.headers = headers;\n',
      harm: 'all entries use the credentials of the first',
    },
    {
      file: 'src/validators.ts',
      find: 'if (etag !== null) return { etag };',
      replace: "if (etag !== null) return { etag: etag.replaceAll('\"', '') };",
      harm: 'every refresh downloads the text again: the ETag lost its quotes',
    },
    {
      file: 'src/validators.ts',
      find: "Date.parse(date ?? '') - Date.parse(lastModified) >= 1000",
      replace: "Date.parse(date ?? '') - Date.parse(lastModified) >= 0",
      harm: 'the second change within a second is missed',
    },
    {
      file: 'src/read-text.ts',
      find: 'const text = decodeUtf8(await response.arrayBuffer());',
      replace: "const text: string | undefined = Buffer.from(await response.arrayBuffer()).toString('latin1');",
      harm: 'umlauts and emoji are garbled',
    },
    {
      file: 'src/parse-json.ts',
      find: "    throw httpError('CONTENT_INVALID', `${name} is not JSON`);",
      replace: '    return [];',
      harm: 'a truncated index counts as an empty collection',
    },
    {
      file: 'src/parse-listing.ts',
      find: 'config: { ...memberConfig, url: url.href },',
      replace: 'config: { url: url.href },',
      harm: "members of a protected collection can't be read",
    },
    {
      file: 'src/parse-listing.ts',
      find: '...(version !== undefined && { version: String(version) }),',
      replace: "...(version !== undefined && { version: '1' }),",
      harm: 'changed members are not noticed',
    },
  ],
};
