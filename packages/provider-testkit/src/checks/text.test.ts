import { broken, loading, mapped } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import { textChecks } from './text.ts';

const trims = mapped(({ content }) => ({ content: content.trim() }));
const cuts = mapped(({ content }) => ({ content: content.slice(0, 1000) }));

provesThatEachCanFail(textChecks, {
  loads: [
    ['trims', trims, /exactly as stored/],
    [
      'logs the token',
      broken(({ load }) => ({
        load(config, context) {
          context.logger.debug(`asking with ${config.token}`);
          return load(config, context);
        },
      })),
      /A secret appears in a log line/,
    ],
  ],
  crlf: [
    [
      'changes line ends',
      mapped(({ content }) => ({ content: content.replaceAll('\r\n', '\n') })),
      /character for character/,
    ],
  ],
  emoji: [
    [
      'reads Latin-1',
      mapped(({ content }) => ({ content: Buffer.from(content).toString('latin1') })),
      /character for character/,
    ],
  ],
  whitespace: [['trims', trims, /character for character/]],
  braces: [
    ['renders', mapped(({ content }) => ({ content: content.replace('{{name}}', 'you') })), /character for character/],
  ],
  bom: [
    [
      'cuts off more than the mark',
      mapped(({ content }) => ({ content: content.slice(3) })),
      /character for character/,
    ],
  ],
  large: [['cuts', cuts, /character for character/]],
  'too-large': [['cuts', cuts, /CONTENT_INVALID, but it resolved/]],
  empty: [
    [
      'makes up a text',
      mapped(({ content }) => ({ content: content || 'default' })),
      /CONTENT_INVALID, but it resolved/,
    ],
  ],
  binary: [['mangles', loading(async () => ({ content: 'mangled' })), /CONTENT_INVALID, but it resolved/]],
  'login-page': [['reads the page', mapped(() => ({ content: 'Sign in' })), /HTML log-in page/]],
});
