import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const what = 'https://prompts.example/a';

function read(body: string | Uint8Array, contentType: string): Promise<string> {
  return readText(new Response(body as BodyInit, { headers: { 'content-type': contentType } }), what);
}

describe('the text of an answer', () => {
  it.each([
    'text/plain',
    'text/markdown; charset=utf-8',
    'text/markdown;charset="UTF-8"',
    "text/markdown; charset='utf8'",
    'text/plain; charset=us-ascii',
    'application/octet-stream',
    'text/plain; note=charset=latin1x',
  ])('is read as it is: %s', async (type) => {
    expect(await read('\uFEFFGrüße\r\n', type)).toBe('\uFEFFGrüße\r\n');
  });

  it.each(['text/html', 'Text/HTML; charset=utf-8', 'application/xhtml+xml'])('is no web page: %s', async (type) => {
    await expect(read('A prompt', type)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: `${what} answered with a web page: a login page?`,
    });
  });

  it.each(['iso-8859-1', 'utf-16le', 'windows-1252'])('is no %s', async (charset) => {
    await expect(read('A prompt', `text/plain; charset=${charset}`)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: `${what} is in ${charset}: serve it as UTF-8`,
    });
  });

  it('is UTF-8 where nothing is said', async () => {
    await expect(read(Uint8Array.of(0x66, 0xfc, 0x72), 'text/plain')).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: `${what} is no UTF-8: serve it as UTF-8`,
    });
  });
});
