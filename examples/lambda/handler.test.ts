import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';

/** An event as API Gateway sends it, shortened. */
const event = {
  version: '2.0',
  routeKey: 'GET /review',
  rawPath: '/review',
  rawQueryString: 'language=Go',
  headers: { host: 'abc123.execute-api.eu-central-1.amazonaws.com' },
  queryStringParameters: { language: 'Go' },
  requestContext: { http: { method: 'GET', path: '/review', sourceIp: '192.0.2.1' }, stage: '$default' },
  isBase64Encoded: false,
};

it('has nothing in progress when it is frozen, and serves the new text with the second request after', async () => {
  let text = 'You review {{language}} code.';
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown) request.destroy();
    else response.end(text);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  vi.stubEnv('PROMPT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}/review.md`);
  vi.stubEnv('PROMPT_HOSTS', '127.0.0.1');
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());

  const { handler } = await import('./handler.ts');
  expect(await handler(event)).toMatchObject({ statusCode: 200, body: 'You review Go code.' });

  text = 'You review {{language}} code, kindly.';
  vi.advanceTimersByTime(3_600_000); // Frozen for an hour.
  expect((await handler(event)).body).toBe('You review Go code.');
  isDown = true; // Whatever is read from now on was loaded before the process was frozen again.
  expect((await handler(event)).body).toBe('You review Go code, kindly.');
  expect((await handler({})).body).toBe('You review TypeScript code, kindly.');
});
