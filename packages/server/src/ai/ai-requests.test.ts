import { APICallError, JSONParseError } from 'ai';
import { describe, expect, it, vi } from 'vitest';
import { mockModel } from '../test-support/mock-model.ts';
import { post, serve } from '../test-support/serve.ts';

const systemPrompts = { review: 'You review {language}.', plain: 'You help.' };
const userContent = 'What is {language} and {{language}}?';

/** What the model received, without what the AI SDK adds. */
function received(model: ReturnType<typeof mockModel>) {
  const call = model.doGenerateCalls.at(-1) ?? model.doStreamCalls.at(-1);
  return call?.prompt.map(({ role, content }) => [
    role,
    typeof content === 'string' ? content : content.map((part) => ('text' in part ? part.text : part.type)).join(''),
  ]);
}

describe('POST /rpc', () => {
  const request = (params: unknown, rest = {}) =>
    post({ jsonrpc: '2.0', id: 7, method: 'executeAIRequest', params, ...rest });

  it('asks the model with the prompt as the system message, and the content as it is', async () => {
    const model = mockModel('Fine', '.');
    await using app = await serve({ systemPrompts, model });
    const params = {
      content: userContent,
      promptId: 'review',
      promptContext: { language: 'Go' },
      systemPrompt: 'ignored',
    };
    const response = await app.send('/rpc', request({ ...params, options: { maxTokens: 50, temperature: 0.5 } }));
    const { version, hash } = await app.server.prompts.get('review');
    expect(await response.json()).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: {
        content: 'Fine.',
        model: 'mock-model',
        finishReason: 'stop',
        usage: { promptTokens: 3, completionTokens: 2, totalTokens: 5 },
        prompt: { name: 'review', version, hash },
      },
    });
    expect(received(model)).toEqual([
      ['system', 'You review Go.'],
      ['user', userContent],
    ]);
    expect(model.doGenerateCalls[0]).toMatchObject({ maxOutputTokens: 50, temperature: 0.5 });
  });

  it('uses systemPrompt as it is if there is no promptId', async () => {
    const model = mockModel('ok');
    await using app = await serve({ systemPrompts, model });
    await app.send('/rpc', request({ content: 'Hi', systemPrompt: 'You are {who}.' }));
    expect(received(model)?.[0]).toEqual(['system', 'You are {who}.']);
  });

  it('uses what was registered last', async () => {
    const model = mockModel('ok');
    await using app = await serve({ systemPrompts, model });
    app.server.promptManager.registerPrompt({ id: 'review', systemPrompt: 'You praise {language}.' });
    await app.send('/rpc', request({ content: 'Hi', promptId: 'review', promptContext: { language: 'Go' } }));
    expect(received(model)?.[0]).toEqual(['system', 'You praise Go.']);
    const missing = await app.send('/rpc', request({ content: 'Hi', promptId: 'review' }));
    expect(missing.status).toBe(422);
  });

  it.each([
    [{ content: 'Hi', promptId: 'review' }, {}, 422, -32000, 'VARIABLE_MISSING'],
    [{ content: 'Hi', promptId: 'other' }, {}, 404, -32000, 'PROMPT_UNKNOWN'],
    [{ content: 'Hi' }, {}, 400, -32602, 'BAD_REQUEST'],
    [{ promptId: 'plain' }, {}, 400, -32602, 'BAD_REQUEST'],
    [undefined, {}, 400, -32602, 'BAD_REQUEST'],
    [{ content: 'Hi' }, { method: 'other' }, 404, -32601, 'METHOD_NOT_FOUND'],
    [{ content: 'Hi' }, { method: undefined }, 400, -32600, 'INVALID_REQUEST'],
  ])('answers %j %j with %i', async (params, rest, status, rpcCode, code) => {
    await using app = await serve({ systemPrompts, model: mockModel('ok') });
    const response = await app.send('/rpc', request(params, rest));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: rpcCode, data: { code } } });
  });

  it('takes null for what is left out', async () => {
    const model = mockModel('ok');
    await using app = await serve({ systemPrompts, model });
    const params = { content: 'Hi', promptId: null, promptContext: null, systemPrompt: 'Be short.' };
    expect((await app.send('/rpc', request(params))).status).toBe(200);
    expect(received(model)?.[0]).toEqual(['system', 'Be short.']);
  });

  it('answers 400 to what is not JSON, and 501 without a model', async () => {
    await using app = await serve({ systemPrompts });
    const notJson = await app.send('/rpc', { method: 'POST', body: '{' });
    expect([notJson.status, await notJson.json()]).toMatchObject([400, { id: null, error: { code: -32700 } }]);
    const noModel = await app.send('/rpc', request({ content: 'Hi', promptId: 'plain' }));
    expect([noModel.status, await noModel.json()]).toMatchObject([
      501,
      { id: 7, error: { data: { code: 'NOT_IMPLEMENTED' } } },
    ]);
  });

  it('answers 502 if the model fails, and reveals nothing of its error', async () => {
    await using app = await serve({ systemPrompts, model: mockModel(new Error('inside')) });
    const response = await app.send('/rpc', request({ content: 'Hi', promptId: 'plain' }));
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('inside');
  });

  it('does not log what the model sent', async () => {
    const logger = { debug() {}, info() {}, warn() {}, error: vi.fn() };
    const fault = new JSONParseError({ text: 'private', cause: new Error('no JSON') });
    await using app = await serve({ systemPrompts, model: mockModel(fault), logger });
    await app.send('/rpc', request({ content: 'Hi', promptId: 'plain' }));
    expect(logger.error.mock.calls).toEqual([[expect.not.stringContaining('private')]]);
  });
});

describe('POST /v1/chat/completions', () => {
  const messages = [
    { role: 'developer', content: 'Be short.' },
    { role: 'user', content: [{ type: 'text', text: userContent }] },
    { role: 'assistant', content: 'A language.' },
    { role: 'user', content: 'And {x}?' },
  ];
  const prompt = { name: 'review', variables: { language: 'Go' } };

  it('puts the prompt before the other system messages', async () => {
    const model = mockModel('Fine.');
    await using app = await serve({ systemPrompts, model });
    const settings = { max_completion_tokens: 9, top_p: 0.5, stop: 'END', seed: 1 };
    const response = await app.send('/v1/chat/completions', post({ model: 'any', messages, prompt, ...settings }));
    expect(await response.json()).toEqual({
      id: expect.stringMatching(/^chatcmpl-/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'mock-model',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Fine.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    expect(received(model)).toEqual([
      ['system', 'You review Go.'],
      ['system', 'Be short.'],
      ['user', userContent],
      ['assistant', 'A language.'],
      ['user', 'And {x}?'],
    ]);
    expect(model.doGenerateCalls[0]).toMatchObject({ maxOutputTokens: 9, topP: 0.5, stopSequences: ['END'], seed: 1 });
  });

  it('streams', async () => {
    await using app = await serve({ systemPrompts, model: mockModel('Fi', 'ne.') });
    const stream_options = { include_usage: true };
    const response = await app.send('/v1/chat/completions', post({ messages, prompt, stream: true, stream_options }));
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text())
      .split('\n\n')
      .filter(Boolean)
      .map((event) => event.replace(/^data: /, ''));
    expect(events.pop()).toBe('[DONE]');
    const chunks = events.map((event) => JSON.parse(event));
    expect(chunks.every(({ object, id }) => object === 'chat.completion.chunk' && id === chunks[0].id)).toBe(true);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Fine.');
    expect(chunks.at(-2)?.choices[0]).toEqual({ index: 0, delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 5 } });
  });

  it('answers with the status of a failure before the first piece, and ends the stream after it', async () => {
    const rateLimit = new APICallError({
      message: 'slow down',
      url: '',
      requestBodyValues: {},
      statusCode: 429,
      isRetryable: false,
    });
    await using limited = await serve({ systemPrompts, model: mockModel(rateLimit) });
    expect((await limited.send('/v1/chat/completions', post({ messages, stream: true }))).status).toBe(429);
    expect((await limited.send('/v1/chat/completions', post({ messages }))).status).toBe(429);
    await using broken = await serve({ systemPrompts, model: mockModel('Fi', new Error('inside')) });
    const text = await (await broken.send('/v1/chat/completions', post({ messages, stream: true }))).text();
    expect(text).toContain('"content":"Fi"');
    expect(text).toContain('MODEL_FAILED');
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('inside');
  });

  it.each([
    [{ messages, tools: null, response_format: { type: 'text' }, prompt: null, model: null }, 200],
    [{ messages, response_format: { type: 'json_object' } }, 400],
    [{ messages: [] }, 400],
    [{ messages, tools: [] }, 400],
    [{ messages, n: 2 }, 400],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 400],
    [{ messages, prompt: { name: 'other' } }, 404],
    [{ messages, prompt: { name: 'review' } }, 422],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://127.0.0.1/' } }] }] }, 400],
    [{}, 400],
  ])('answers %j with %i', async (body, status) => {
    await using app = await serve({ systemPrompts, model: mockModel('ok') });
    const response = await app.send('/v1/chat/completions', post(body));
    expect(response.status).toBe(status);
    const error = { code: expect.any(String), message: expect.any(String) };
    if (status !== 200) expect(await response.json()).toMatchObject({ error });
  });

  it('answers 501 without a model', async () => {
    await using app = await serve({ systemPrompts });
    expect((await app.send('/v1/chat/completions', post({ messages, prompt }))).status).toBe(501);
  });
});

it.each([0, {}, { modelId: 'x' }, ''])('a model that is none is refused: %j', async (model) => {
  await expect(serve({ systemPrompts, model: model as never })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
});
