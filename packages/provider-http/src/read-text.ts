import { PromptError } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';

/**
 * The text of an answer, byte order mark included.
 * @param what Named in errors: the URL without its query.
 * @throws `CONTENT_INVALID` for a web page and for anything that isn't UTF-8.
 */
export async function readText(response: Response, what: string): Promise<string> {
  const type = response.headers.get('content-type') ?? '';
  const fail = (fault: string) => new PromptError('CONTENT_INVALID', `${what} ${fault}`, { provider: 'http' });
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) throw fail('answered with a web page: a login page?');
  const charset = /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(type)?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) throw fail(`is in ${charset}: serve it as UTF-8`);
  const text = decodeUtf8(await response.arrayBuffer());
  if (text === undefined) throw fail('is no UTF-8: serve it as UTF-8');
  return text;
}
