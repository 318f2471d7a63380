/** A JSON Schema, as OpenAPI 3.1 uses it. */
type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const anyObject: Schema = { type: 'object', additionalProperties: true };
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const objectOf = (properties: Record<string, Schema>, required = Object.keys(properties)): Schema => ({
  type: 'object',
  properties,
  required,
});
const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Schema) => ({ 'application/json': { schema } });
const answer = (description: string, schema: Schema) => ({ description, content: json(schema) });
const failure = (description: string) => answer(description, reference('Error'));
const body = (schema: Schema) => ({ required: true, content: json(schema) });
const nameInPath = {
  name: 'name',
  in: 'path',
  required: true,
  description: 'The name of the prompt, encoded with encodeURIComponent.',
  schema: text,
};
const isPublic = { security: [] };
const noText = failure('There is no text for now: the source fails. Retry-After may say for how long.');
const unknown = failure('There is no such prompt.');
const forbidden = failure(
  'A hook refuses the read, or the server has no tokens and the request comes from a web page.',
);
const tooLarge = failure('The body is larger than 1 MiB.');
const notRendered = failure('A variable has no value, or one that can not be converted to text.');
const unauthorized = failure('The token is missing or not valid.');

/** The description of the routes, as OpenAPI 3.1. */
export const openApi = {
  openapi: '3.1.0',
  info: { title: '@prompts/server', version: '1' },
  security: [{ bearer: [] }],
  paths: {
    '/prompts': {
      get: {
        summary: 'Lists the prompts, without their texts.',
        responses: {
          200: answer('The prompts.', objectOf({ prompts: listOf(reference('PromptSummary')) })),
          401: unauthorized,
        },
      },
    },
    '/prompts/{name}': {
      get: {
        summary: 'Returns a prompt as it is written.',
        parameters: [nameInPath, { name: 'If-None-Match', in: 'header', schema: text }],
        responses: {
          200: answer('The prompt. Its ETag is the hash of the text.', reference('Prompt')),
          304: { description: 'The text has not changed.' },
          401: unauthorized,
          403: forbidden,
          404: unknown,
          503: noText,
        },
      },
    },
    '/prompts/{name}/render': {
      post: {
        summary: 'Returns a prompt with its variables filled in.',
        parameters: [nameInPath],
        requestBody: body(objectOf({ variables: anyObject }, [])),
        responses: {
          200: answer('The text.', objectOf({ name: text, version: text, hash: text, text })),
          400: failure('The body is not valid.'),
          401: unauthorized,
          403: forbidden,
          404: unknown,
          413: tooLarge,
          422: notRendered,
          503: noText,
        },
      },
    },
    '/rpc': {
      post: {
        summary: 'Asks the model, by JSON-RPC 2.0: the method is executeAIRequest.',
        requestBody: body(
          objectOf(
            {
              jsonrpc: { const: '2.0' },
              id: {},
              method: { const: 'executeAIRequest' },
              params: objectOf({ content: text, promptId: text, promptContext: anyObject, systemPrompt: text }, [
                'content',
              ]),
            },
            ['method', 'params'],
          ),
        ),
        responses: {
          200: answer('The result.', objectOf({ jsonrpc: { const: '2.0' }, id: {}, result: anyObject })),
          501: answer('No model is configured.', objectOf({ jsonrpc: { const: '2.0' }, id: {}, error: anyObject })),
        },
      },
    },
    '/v1/chat/completions': {
      post: {
        summary: "Asks the model, by OpenAI's API. The prompt becomes the system message.",
        requestBody: body(
          objectOf(
            {
              messages: listOf(objectOf({ role: text, content: {} })),
              prompt: objectOf({ name: text, variables: anyObject }, ['name']),
              stream: { type: 'boolean' },
            },
            ['messages'],
          ),
        ),
        responses: {
          200: { ...answer('The completion, or its chunks as server-sent events.', anyObject) },
          400: failure('The body is not valid.'),
          401: unauthorized,
          403: forbidden,
          404: unknown,
          413: tooLarge,
          422: notRendered,
          429: failure("The model's rate limit is reached."),
          501: failure('No model is configured.'),
          502: failure('The model failed.'),
          503: noText,
        },
      },
    },
    '/webhooks/{provider}': {
      post: {
        ...isPublic,
        summary: 'Receives a webhook delivery. It is verified by its signature.',
        parameters: [{ name: 'provider', in: 'path', required: true, schema: text }],
        responses: {
          200: { description: 'There is nothing to do.' },
          202: { description: 'The prompts that it concerns are refreshed.' },
          401: { description: 'The signature is not valid.' },
        },
      },
    },
    '/healthz': {
      get: { ...isPublic, summary: 'Whether the process runs.', responses: { 200: answer('It does.', anyObject) } },
    },
    '/readyz': {
      get: {
        ...isPublic,
        summary: 'Whether every required prompt has a text from its source.',
        responses: {
          200: answer('It is ready.', objectOf({ ready: { const: true } })),
          503: answer(
            'It is not.',
            objectOf({ ready: { const: false }, reason: text, prompts: listOf(text) }, ['ready', 'reason']),
          ),
        },
      },
    },
    '/metrics': {
      get: {
        summary: 'The health of prompts and sources, for Prometheus.',
        responses: { 200: { description: 'The metrics.', content: { 'text/plain': { schema: text } } } },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Prompt: objectOf(
        {
          name: text,
          content: text,
          version: text,
          hash: text,
          provider: text,
          uri: text,
          metadata: anyObject,
          variables: listOf(text),
          state: { enum: ['fresh', 'stale', 'fallback'] },
          fetchedAt: number,
        },
        ['name', 'content', 'version', 'hash', 'provider', 'metadata', 'variables', 'state', 'fetchedAt'],
      ),
      PromptSummary: objectOf(
        {
          name: text,
          provider: text,
          version: text,
          uri: text,
          state: { enum: ['fresh', 'stale', 'fallback', 'loading', 'failed'] },
          fetchedAt: number,
          metadata: anyObject,
        },
        ['name', 'provider', 'state', 'metadata'],
      ),
      Error: objectOf({ error: objectOf({ code: text, message: text }) }),
    },
  },
};
