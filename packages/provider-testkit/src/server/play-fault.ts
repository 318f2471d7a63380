import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './fault.ts';
import { gzipBomb } from './gzip-bomb.ts';

const plainText = 'text/plain; charset=utf-8';
const loginPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head>
<body><form method="post" action="/login"><input name="user"><input name="password" type="password"></form></body></html>
`;
/** What `{ kind: 'malformed', what: 'json' }` sends. */
export const malformedJson = '{"content": "You are hal';
/** Not UTF-8, and with NUL bytes, as in images and archives. */
const binary = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0xff, 0xfe, 0xc3, 0x28]);

/** Sends the response of a fault. For `latency`, the server delays its usual response. */
export async function playFault(
  fault: Exclude<Fault, { kind: 'latency' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { socket } = request;
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status, { 'content-type': plainText, ...fault.headers }).end(fault.body);
      return;
    case 'hang':
      return;
    case 'hang-body':
      response.writeHead(200, { 'content-type': plainText, 'content-length': 100 }).write('a');
      return;
    case 'drip':
      drip(response, fault.milliseconds ?? 20);
      return;
    case 'cut-body':
      response.writeHead(200, { 'content-type': plainText, 'content-length': 1000 });
      response.write('You are hal', () => socket.destroy());
      return;
    case 'cut-chunked':
      socket.end(`${formatHead({ 'transfer-encoding': 'chunked' })}64\r\nYou are hal`);
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'gzip-bomb': {
      const body = await gzipBomb();
      const headers = { 'content-type': plainText, 'content-encoding': 'gzip', 'content-length': body.length };
      response.writeHead(200, headers).end(body);
      return;
    }
    case 'wrong-length':
      socket.end(`${formatHead({ 'content-length': '7', 'Content-Length': '11' })}You are hal`);
      return;
    case 'redirect-loop':
      response.writeHead(302, { location: request.url ?? '/' }).end();
      return;
    case 'redirect-to':
      response.writeHead(302, { location: fault.url }).end();
      return;
    case 'malformed':
      if (fault.what === 'json') sendOk(response, 'application/json', malformedJson);
      else socket.end('this is not a status line\r\n\r\n');
      return;
    case 'login-page':
      sendOk(response, 'text/html; charset=utf-8', loginPage);
      return;
    case 'binary':
      sendOk(response, plainText, binary);
      return;
    case 'empty':
      sendOk(response, plainText, '');
  }
}

function sendOk(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}

/** Formats a status line and headers that `node:http` would not send. */
function formatHead(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ 'content-type': plainText, ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function drip(response: ServerResponse, intervalMs: number): void {
  response.writeHead(200, { 'content-type': plainText });
  const timer = setInterval(() => response.write('a'), intervalMs).unref();
  response.on('close', () => clearInterval(timer));
}
