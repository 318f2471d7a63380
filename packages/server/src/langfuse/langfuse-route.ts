import { Hono } from 'hono';
import { authenticate, basicCredentials, reveal } from '../http/authenticate.ts';
import { HttpError } from '../http/http-error.ts';
import type { AIServerOptions, ServerSecret } from '../options.ts';
import type { ServedPrompts } from '../served-prompts.ts';
import { toInteger } from './integer-version.ts';
import { toLangfuseText } from './langfuse-text.ts';

/** The labels of the one version that is served. */
const labels = ['production', 'latest'];

/**
 * The read side of Langfuse's prompt API, for apps that use its clients: https://api.reference.langfuse.com (`promptsGet`).
 * Only the current text of a prompt can be read.
 */
export function langfuseRoute(
  served: ServedPrompts,
  { publicKey, secretKey }: NonNullable<AIServerOptions['langfuse']>,
): Hono {
  const app = new Hono();
  const credentials: ServerSecret = async () => {
    const secret = await reveal(secretKey);
    return secret && `${publicKey}:${secret}`;
  };
  app.get('/api/public/v2/prompts/:name{.+}', async (context) => {
    await authenticate('Basic', basicCredentials(context.req.raw.headers), [credentials]);
    const name = context.req.param('name');
    const prompt = await served.get(name, { signal: context.req.raw.signal });
    const { version: wanted, label } = context.req.query();
    const version = toInteger(prompt);
    const isServed = wanted === undefined ? label === undefined || labels.includes(label) : wanted === String(version);
    if (!isServed) {
      const what = wanted === undefined ? `label '${label}'` : `version ${wanted}`;
      const message = `only the current version of '${name}' is served: ${version}, labels production and latest; not ${what}`;
      throw new HttpError(404, 'NOT_FOUND', message);
    }
    const isJavaScript = context.req.header('x-langfuse-sdk-name') === 'javascript';
    const { config = {}, tags = [] } = prompt.metadata;
    return context.json({
      type: 'text',
      name,
      version,
      prompt: toLangfuseText(prompt, isJavaScript),
      config,
      tags: Array.isArray(tags) ? tags.map(String) : [],
      labels,
      commitMessage: null,
      resolutionGraph: null,
    });
  });
  return app;
}
