import { randomBytes } from 'node:crypto';
import { startFaultServer } from '@prompts/provider-testkit';
import type { ConfluenceDeployment } from '../config.ts';
import { handleCloudRequest } from './cloud-api.ts';
import { handleDataCenterRequest } from './data-center-api.ts';
import { type PageInput, State } from './state.ts';

export interface FakeOptions {
  readonly deployment?: ConfluenceDeployment;
  /** The context path of a Data Center, such as `/confluence`. */
  readonly context?: string;
  /** The maximum number of texts that a Data Center returns per request. */
  readonly maxTexts?: number;
}

const email = 'prompts@company.example';

/** Starts a fake Confluence on 127.0.0.1. */
export async function startFakeConfluence({ deployment = 'cloud', context = '', maxTexts = 250 }: FakeOptions = {}) {
  const state = new State();
  const token = randomBytes(24).toString('hex');
  state.tokens.add(token);
  let hanging: string | undefined;
  const isCloud = deployment === 'cloud';
  const server = await startFaultServer(async (request) => {
    const url = new URL(request.url);
    const requested = `${url.pathname} ${url.searchParams.getAll('id')} ${url.searchParams.get('cql')}`;
    if (hanging !== undefined && new RegExp(`\\b${hanging}\\b`).test(requested)) return new Promise(() => {});
    if (!isAuthorized(state, request.headers.get('authorization'))) {
      return Response.json({ code: 401, message: 'Unauthorized' }, { status: 401 });
    }
    if (!isCloud) return handleDataCenterRequest(state, url, context, maxTexts);
    const text = await request.text();
    return handleCloudRequest(state, request.method, url, text === '' ? undefined : JSON.parse(text));
  });
  return {
    state,
    server,
    url: server.url,
    /** The part of a config that all pages share. */
    access: { deployment, baseUrl: server.url + context, auth: isCloud ? { email, token } : { token } },
    token,
    /** Creates or changes a page. Its id may be a number. */
    write: (id: string | number, input: PageInput) => state.write(String(id), input),
    /** Makes all requests for a page hang, alone or in a batch. */
    hang(id: string): void {
      hanging = id;
    },
    /** The requests so far as `method path status`, without the query. */
    calls: () => server.requests.map(({ method, path, status }) => `${method} ${path.split('?')[0]} ${status}`),
    /** The number of responses that contained texts. */
    downloads: () =>
      server.requests.filter(({ path, status }) => status === 200 && /body-format=|expand=body/.test(path)).length,
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function isAuthorized({ tokens }: State, authorization: string | null): boolean {
  const [scheme, value = ''] = (authorization ?? '').split(' ');
  if (scheme === 'Bearer') return tokens.has(value);
  const [user, token = ''] = Buffer.from(value, 'base64').toString().split(':');
  return user === email && tokens.has(token);
}
