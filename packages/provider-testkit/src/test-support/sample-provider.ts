import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  type LoadContext,
  PromptError,
  type PromptErrorCode,
  type PromptProvider,
  type PromptTemplate,
  type WebhookAdapter,
} from '@prompts/core';

export interface SampleConfig {
  readonly url: string;
  readonly token: string;
  readonly version?: string;
}

const codes: Readonly<Record<number, PromptErrorCode>> = {
  401: 'AUTH_FAILED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  429: 'RATE_LIMITED',
};
const maxBytes = 2 * 1024 * 1024;

/** A small provider that uses plain `fetch` and meets every check. */
export function sampleProvider(): PromptProvider<SampleConfig> {
  const load = async (config: SampleConfig, context: LoadContext): Promise<PromptTemplate> => {
    const { status, etag, content } = await request(config, context);
    if (status === 304 && context.previous !== undefined) return context.previous;
    return { content, version: etag, uri: config.url };
  };
  const toResult = (error: unknown): PromptError => {
    if (PromptError.isInstance(error)) return error;
    throw error;
  };
  const ifRemoved = (error: unknown): number => {
    if (PromptError.isInstance(error) && error.code === 'NOT_FOUND') return 404;
    throw error;
  };
  return {
    name: 'sample',
    load,
    refresh: load,
    validate: async (config, context) => (await request(config, context)).status === 200,
    loadMany: (configs, context) => Promise.all(configs.map((config) => load(config, context).catch(toResult))),
    async changedSince(entries, context) {
      const statuses = await Promise.all(
        entries.map(({ config, template }) =>
          request(config, { ...context, previous: template }).then(({ status }) => status, ifRemoved),
        ),
      );
      return statuses.flatMap((status, index) => (status === 304 ? [] : [index]));
    },
    async list({ url, token }, context) {
      const { content } = await request({ url, token }, context);
      const members = parseJson(content) as { id: string; version: string }[];
      return members.map(({ id, version }) => ({ name: id, config: { url: new URL(id, url).href, token }, version }));
    },
    async *versions(config, context) {
      const { content } = await request({ ...config, url: `${config.url}?history` }, context);
      for (const version of parseJson(content) as string[]) yield { version };
    },
    describe: (configs, context) =>
      Promise.all(configs.map((config) => request(config, context).then(({ etag }) => ({ version: etag }), toResult))),
    webhook: sampleWebhook,
  };
}

async function request({ url, token, version }: SampleConfig, { signal, previous }: LoadContext) {
  try {
    const response = await fetch(version === undefined ? url : `${url}?version=${version}`, {
      signal,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(previous?.version !== undefined && { 'if-none-match': previous.version }),
      },
    });
    const { status, headers } = response;
    if (status !== 200 && status !== 304) {
      await response.body?.cancel();
      const retryAfter = Number(headers.get('retry-after'));
      throw new PromptError(
        codes[status] ?? 'UNAVAILABLE',
        `The source answered ${status}.`,
        retryAfter > 0 ? { retryAfter } : {},
      );
    }
    return { status, etag: headers.get('etag') ?? '', content: await readText(response) };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (PromptError.isInstance(error)) throw error;
    throw new PromptError('UNAVAILABLE', 'The source could not be read.');
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new PromptError('CONTENT_INVALID', `The source sent more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new PromptError('CONTENT_INVALID', 'The source sent bytes that are not UTF-8.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PromptError('CONTENT_INVALID', 'The source sent malformed JSON.');
  }
}

export const sign = (body: Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

const sampleWebhook: WebhookAdapter<SampleConfig> = {
  events: ['changed'],
  async receive({ headers, body }, { secrets }) {
    const signature = Buffer.from(headers.get('x-signature') ?? '');
    const isGenuine = secrets.some((secret) => {
      const expected = Buffer.from(sign(body, secret));
      return secret !== '' && expected.length === signature.length && timingSafeEqual(expected, signature);
    });
    if (!isGenuine) throw new PromptError('AUTH_FAILED', 'The delivery is not signed with a known secret.');
    const id = createHash('sha256').update(body).digest('hex');
    return { id, event: 'changed', payload: JSON.parse(Buffer.from(body).toString()) };
  },
  touches({ payload }, configs) {
    const urls = payload as readonly string[];
    return configs.flatMap(({ url }, index) => (urls.includes(url) ? [index] : []));
  },
};
