import { describe, expect, it } from 'vitest';
import { readText } from './read-text.ts';

const name = 'https://prompts.example/a';

function read(body: string | Uint8Array, contentType: string): Promise<string> {
  return readText(new Response(body as BodyInit, { headers: { 'content-type': contentType } }), name);
}

describe('readText', () => {
  it.each([
    'text/plain',
    'text/markdown; charset=utf-8',
    'text/markdown;charset="UTF-8"',
    "text/markdown; charset='utf8'",
    'text/plain; charset=us-ascii',
    'application/octet-stream',
    'text/plain; note=charset=latin1x',
  ])('keeps the text of %s unchanged', async (type) => {
    expect(await read('\uFEFFGrüße\r\n', type)).toBe('\uFEFFGrüße\r\n');
  });

  it.each(['text/html', 'Text/HTML; charset=utf-8', 'application/xhtml+xml'])(
    'refuses a web page: %s',
    async (type) => {
      await expect(read('A prompt', type)).rejects.toMatchObject({
        code: 'CONTENT_INVALID',
        message: `${name} returned a web page, possibly a login page: use the URL of the text itself`,
      });
    },
  );

  it.each(['iso-8859-1', 'utf-16le', 'windows-1252'])('refuses %s', async (charset) => {
    await expect(read('A prompt', `text/plain; charset=${charset}`)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: `${name} returned text in ${charset}: serve it as UTF-8`,
    });
  });

  it('expects UTF-8 if there is no charset', async () => {
    await expect(read(Uint8Array.of(0x66, 0xfc, 0x72), 'text/plain')).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: `${name} did not return UTF-8 text: serve it as UTF-8`,
    });
  });
});
