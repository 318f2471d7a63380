import { createPrompts, PromptError, type PromptProvider, type WebhookNotice } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';

interface PageConfig {
  readonly page: string;
}

/** What a delivery of the test source holds. */
export interface PagePush {
  readonly id?: string;
  readonly event?: string;
  readonly pages?: readonly string[];
  /** Epoch ms. */
  readonly timestamp?: number;
  readonly token?: string;
}

export const pageSecret = ['page', 'secret', Math.random()].join('-');

/** Starts an app with the pages `a` and `b` of a source that pushes, on a fake clock. */
export async function startPages() {
  const texts = new Map([
    ['a', 'old a'],
    ['b', 'old b'],
  ]);
  const calls: string[] = [];
  let failure: PromptError | undefined;
  const provider: PromptProvider<PageConfig> = {
    name: 'pages',
    async load({ page }) {
      calls.push(page);
      if (failure) throw failure;
      return { content: texts.get(page) ?? '' };
    },
    webhook: {
      events: ['page-updated'],
      async receive({ headers, body }, { secrets }): Promise<WebhookNotice> {
        const { id = 'one', event = 'page-updated', timestamp, token, ...payload } = parse(body);
        const notice = { id, event, payload };
        if (token !== undefined && secrets.length === 0) return { ...notice, handshake: { secret: token } };
        if (!secrets.includes(headers.get('x-secret') ?? '')) throw new PromptError('AUTH_FAILED', 'forged');
        return { ...notice, ...(timestamp !== undefined && { timestamp }) };
      },
      touches: ({ payload }, configs) =>
        configs.flatMap(({ page }, index) => ((payload as PagePush).pages?.includes(page) ? [index] : [])),
    },
  };
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: {
      a: { provider: 'pages', config: { page: 'a' }, required: true },
      b: { provider: 'pages', config: { page: 'b' }, required: true },
    },
    providers: [provider],
    clock,
    logger: false,
  });
  calls.length = 0;
  return {
    prompts,
    clock,
    texts,
    calls,
    failWith(error: PromptError | undefined) {
      failure = error;
    },
  };
}

function parse(body: Uint8Array): PagePush {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new PromptError('CONTENT_INVALID', 'not JSON');
  }
}

/** Creates the request of a delivery. */
export function pushOf(
  push: PagePush | string,
  { path = '/webhooks/pages', secret = pageSecret }: { readonly path?: string; readonly secret?: string } = {},
): Request {
  return new Request(`http://localhost${path}`, {
    method: 'POST',
    headers: { 'x-secret': secret },
    body: typeof push === 'string' ? push : JSON.stringify(push),
  });
}
