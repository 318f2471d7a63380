import { type Check, ensure, needs } from '../suite/check.ts';
import { throughCore } from '../suite/through-core.ts';

const megabyte = 1024 * 1024;
const text = 'You are a careful reviewer.\n\nSay what is wrong, then why.\n';

export const textChecks = [
  {
    id: 'loads',
    title: 'loads a prompt',
    async run(source, observer) {
      await source.write('a', text);
      const template = await source.provider.load(source.config('a'), observer.context());
      ensure(
        template.content === text,
        `load() must give the text exactly as stored, ${show(text)}, but gave ${show(template.content)}.`,
      );
    },
  },
  exactly('crlf', 'keeps line ends as they are', 'One\r\nTwo\nThree\r\n'),
  exactly('emoji', 'keeps emoji and scripts beyond ASCII', 'Grüße 👩‍👩‍👧‍👦 🏳️‍🌈 नमस्ते שלום 漢字 \u{10ffff}\n'),
  exactly('whitespace', 'keeps white space at the ends', '\n  indented\n\ttabbed  \n\n'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a text that looks like one
  exactly('braces', 'leaves placeholders unrendered', 'Hello {{name}}, {this} and ${that} and <b>tags</b> & %7B\n'),
  exactly('bom', 'reads a text with a byte order mark, which core drops', '\uFEFFmarked\n', 'marked\n'),
  exactly('large', 'reads a text of 1 MiB', 'x'.repeat(megabyte)),
  refused('too-large', 'has a text over 1 MiB refused', 'x'.repeat(megabyte + 1)),
  refused('empty', 'has an empty text refused', ''),
  refused(
    'binary',
    'has a binary refused',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0x00, 0xff, 0xfe, 0xc3, 0x28),
  ),
  {
    id: 'login-page',
    title: 'has the HTML page of a log-in refused',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', text);
      source.fail?.({ kind: 'login-page' });
      await throughCore(source, ['a'], observer, (prompts) =>
        observer.failure(
          prompts.get('a'),
          ['CONTENT_INVALID', 'AUTH_FAILED'],
          'the source answers 200 with an HTML log-in page',
        ),
      );
    },
  },
] as const satisfies readonly Check[];

function exactly<const Id extends string>(id: Id, title: string, written: string, read = written) {
  return {
    id,
    title,
    async run(source, observer) {
      await source.write('a', written);
      const prompt = await throughCore(source, ['a'], observer, (prompts) => prompts.get('a'));
      ensure(
        prompt.content === read,
        `A stored text must arrive character for character: ${show(written)} must be read as ${show(read)}, but was ${show(prompt.content)}.`,
      );
    },
  } satisfies Check;
}

function refused<const Id extends string>(id: Id, title: string, written: string | Uint8Array) {
  return {
    id,
    title,
    async run(source, observer) {
      await source.write('a', written);
      await throughCore(source, ['a'], observer, (prompts) =>
        observer.failure(
          prompts.get('a'),
          ['CONTENT_INVALID'],
          `the stored content is no prompt (${id}). Either reject, or give the content unchanged and core does:`,
        ),
      );
    },
  } satisfies Check;
}

function show(value: string): string {
  const json = JSON.stringify(value);
  return json.length > 120 ? `${json.slice(0, 120)}… (${value.length} characters)` : json;
}
