import { decodeUtf8 } from '@prompts/provider-kit';
import { httpError } from './http-error.ts';

/**
 * Reads the text of a response. Keeps a byte order mark.
 * @param name The name of the response in errors: its URL without the query.
 * @throws `CONTENT_INVALID` for a web page, and for a body that is not UTF-8.
 */
export async function readText(response: Response, name: string): Promise<string> {
  const type = response.headers.get('content-type') ?? '';
  const invalidContent = (fault: string) => httpError('CONTENT_INVALID', `${name} ${fault}`);
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    throw invalidContent('returned a web page, possibly a login page: use the URL of the text itself');
  }
  const charset = /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw invalidContent(`returned text in ${charset}: serve it as UTF-8`);
  }
  const text = decodeUtf8(await response.arrayBuffer());
  if (text === undefined) throw invalidContent('did not return UTF-8 text: serve it as UTF-8');
  return text;
}
