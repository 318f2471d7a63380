import { breakProvider, loadWith, mapTemplates } from '../test-support/break-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { textChecks } from './text.ts';

const trims = mapTemplates(({ content }) => ({ content: content.trim() }));
const truncates = mapTemplates(({ content }) => ({ content: content.slice(0, 1000) }));

testThatChecksCanFail(textChecks, {
  loads: [
    ['trims', trims, /exactly as it is stored/],
    [
      'logs the token',
      breakProvider(({ load }) => ({
        load(config, context) {
          context.logger.debug(`requesting with ${config.token}`);
          return load(config, context);
        },
      })),
      /A secret appears in a log line/,
    ],
  ],
  crlf: [
    [
      'changes line endings',
      mapTemplates(({ content }) => ({ content: content.replaceAll('\r\n', '\n') })),
      /character for character/,
    ],
  ],
  emoji: [
    [
      'decodes Latin-1',
      mapTemplates(({ content }) => ({ content: Buffer.from(content).toString('latin1') })),
      /character for character/,
    ],
  ],
  whitespace: [['trims', trims, /character for character/]],
  braces: [
    [
      'renders',
      mapTemplates(({ content }) => ({ content: content.replace('{{name}}', 'you') })),
      /character for character/,
    ],
  ],
  bom: [
    [
      'removes more than the mark',
      mapTemplates(({ content }) => ({ content: content.slice(3) })),
      /character for character/,
    ],
  ],
  large: [['truncates', truncates, /character for character/]],
  'too-large': [['truncates', truncates, /CONTENT_INVALID, but it resolved/]],
  empty: [
    [
      'invents a text',
      mapTemplates(({ content }) => ({ content: content || 'default' })),
      /CONTENT_INVALID, but it resolved/,
    ],
  ],
  binary: [
    ['returns a mangled text', loadWith(async () => ({ content: 'mangled' })), /CONTENT_INVALID, but it resolved/],
  ],
  'login-page': [['returns the page', mapTemplates(() => ({ content: 'Sign in' })), /HTML login page/]],
});
