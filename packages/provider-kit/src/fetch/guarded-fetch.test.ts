import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type GuardedFetch, guardedFetch } from './guarded-fetch.ts';
import type { GuardedFetchOptions } from './guarded-fetch-options.ts';

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0)) await cleanUp();
});

function guard(options: Partial<GuardedFetchOptions> = {}): GuardedFetch {
  const fetch = guardedFetch({ provider: 'test', allowHosts: ['127.0.0.1'], ...options });
  cleanups.push(() => fetch.close());
  return fetch;
}

async function serve(answer: RequestListener): Promise<string> {
  return listen(createServer(answer));
}

/** Sends these bytes to every connection and closes it. */
async function serveBytes(bytes: string): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes));
  });
  return listen(server as unknown as Server);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections?.();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a private address', () => {
  const privateHosts = [
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.64.0.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
  ];
  for (const host of privateHosts) {
    it(`is refused: ${host}`, async () => {
      await expect(guard({ allowHosts: [] })(`https://${host}/`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });
  }

  it('is refused as one of several addresses of a name', async () => {
    const lookup = async () => [{ address: '93.184.216.34' }, { address: '10.0.0.7' }];
    const reading = guard({ lookup })('https://prompts.example/');
    await expect(reading).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('allowHosts') });
  });

  it('is refused as the target of a redirect', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end());
    await expect(guard()(url)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is reached if allowHosts names it, with a port only at that port', async () => {
    const url = await serve((_, response) => response.end('hello'));
    const { host } = new URL(url);
    expect(await (await guard({ allowHosts: [host] })(url)).text()).toBe('hello');
    await expect(guard({ allowHosts: ['127.0.0.1:1'] })(url)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});

describe('a URL', () => {
  it.each([
    ['not a url', 'malformed'],
    ['http://prompts.example/', 'plain http:'],
    [`https://user:${'pass'}word@prompts.example/`, 'credentials'],
    ['ftp://prompts.example/', 'not supported'],
  ])('%s is refused: %s', async (url, reason) => {
    const error = await guard()(url).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(reason) });
    expect(String(error)).not.toContain('password');
  });
});

describe('redirects', () => {
  it('carry headers to the same origin, but no header of the app to another', async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      seen.push(
        request.headers.authorization,
        request.headers['x-api-key'] as string | undefined,
        request.headers.accept,
      );
      response.end('there');
    });
    const url = await serve((request, response) => {
      if (request.url === '/') return response.writeHead(302, { location: '/second' }).end();
      seen.push(request.headers.authorization);
      return response.writeHead(302, { location: other }).end();
    });
    const headers = { authorization: 'Bearer a', 'x-api-key': 'b', accept: 'text/plain' };
    const response = await guard()(url, { headers });
    expect(await response.text()).toBe('there');
    expect(new URL(response.url).origin).toBe(other);
    expect(seen).toEqual(['Bearer a', undefined, undefined, 'text/plain']);
  });

  it('in a loop are an error', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    await expect(guard()(url)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('redirects'),
    });
  });
});

describe('a body', () => {
  it('is decoded, and its ETag is kept', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', etag: '"1"' }).end(gzipSync('hello'));
    });
    const response = await guard()(url);
    expect(await response.text()).toBe('hello');
    expect(response.headers.get('etag')).toBe('"1"');
    expect(response.headers.has('content-encoding')).toBe(false);
  });

  it('that decodes to more than maxBytes is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await expect(guard({ maxBytes: 1000 })(url)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  });

  it('of which little arrives decoded is refused as soon as it is too long', async () => {
    const member = gzipSync('');
    let sent = 0;
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const members = Buffer.concat(Array.from({ length: 1000 }, () => member));
      const write = () => {
        while (!response.destroyed && response.write(members)) sent += members.length;
      };
      response.on('drain', write);
      write();
    });
    await expect(guard({ maxBytes: 1000 })(url)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('sent more than 1000 bytes'),
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('that compression does not make smaller may have maxBytes', async () => {
    const body = randomBytes(1_000_000);
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body)),
    );
    expect((await (await guard({ maxBytes: body.length })(url)).arrayBuffer()).byteLength).toBe(body.length);
  });

  it.each([
    ['a length that is not reached', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhell'],
    ['a chunk shorter than its length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel'],
    ['no status line', 'hello\r\n\r\n'],
  ])('is an error if it is truncated: %s', async (_, bytes) => {
    await expect(guard()(await serveBytes(bytes))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('that never ends is an error at the time limit', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 5);
      response.on('close', () => clearInterval(timer));
    });
    await expect(guard({ timeout: 0.1 })(url)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });
});

it('throws the reason of the caller’s signal', async () => {
  const caller = new AbortController();
  const url = await serve(() => caller.abort(new Error('enough')));
  await expect(guard()(url, { signal: caller.signal })).rejects.toThrow('enough');
});

it('throws UNAVAILABLE with host and code if the connection is refused', async () => {
  const url = await serve(() => {});
  await cleanups.pop()?.();
  const { host } = new URL(url);
  const message = expect.stringContaining(`${host} failed: ECONNREFUSED`);
  await expect(guard()(url)).rejects.toMatchObject({ code: 'UNAVAILABLE', message });
});

describe('the options', () => {
  const maxSeconds = (2 ** 31 - 1) / 1000;

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, maxSeconds + 1, '30' as never])(
    'refuse the timeout %s',
    (timeout) => {
      expect(() => guardedFetch({ provider: 'test', timeout })).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/timeout must be a number of seconds/),
        }),
      );
    },
  );

  it.each([10 / 3, maxSeconds])('accept the timeout %s', async (timeout) => {
    const url = await serve((_, response) => response.end('hello'));
    expect(await (await guard({ timeout })(url)).text()).toBe('hello');
  });

  it('accept a timeout of less than a millisecond', async () => {
    const url = await serve(() => {});
    await expect(guard({ timeout: 0.0005 })(url)).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it.each<[string, Partial<GuardedFetchOptions>, RegExp]>([
    [
      'a network',
      { allowHosts: ['10.0.0.0/8'] },
      /allowHosts\.0 '10\.0\.0\.0\/8' is a network, which is not supported/,
    ],
    ['a URL', { allowHosts: ['https://corp.example'] }, /allowHosts\.0 'https:\/\/corp\.example' is not a host/],
    ['a proxy', { proxy: 'ftp://proxy.example' }, /proxy uses ftp:/],
    ['a certificate', { tls: { ca: 'no certificate' } }, /tls\.ca must be a certificate/],
    ['bytes', { maxBytes: 0.5 }, /maxBytes must be a whole number/],
  ])('refuse %s that can’t be used', (_, options, message) => {
    expect(() => guardedFetch({ provider: 'test', ...options })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', provider: 'test', message: expect.stringMatching(message) }),
    );
  });
});
