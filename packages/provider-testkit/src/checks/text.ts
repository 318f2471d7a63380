import { type Check, needs } from '../suite/check.ts';
import { configOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { withPrompts } from '../suite/with-prompts.ts';

const maxBytes = 1024 * 1024;
const text = 'You are a careful reviewer.\n\nSay what is wrong, then why.\n';

export const textChecks = [
  {
    id: 'loads',
    title: 'loads a prompt',
    async run(source, observer) {
      await source.write('a', text);
      const template = await source.provider.load(await configOf(source, 'a'), observer.context());
      ensure(
        template.content === text,
        `load() must return the text exactly as it is stored, ${show(text)}, but returned ${show(template.content)}.`,
      );
    },
  },
  keeps('crlf', 'keeps line endings', 'One\r\nTwo\nThree\r\n'),
  keeps('emoji', 'keeps emoji and non-ASCII characters', 'Grüße 👩‍👩‍👧‍👦 🏳️‍🌈 नमस्ते שלום 漢字 \u{10ffff}\n'),
  keeps('whitespace', 'keeps leading and trailing whitespace', '\n  indented\n\ttabbed  \n\n'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text contains one on purpose
  keeps('braces', 'does not render placeholders', 'Hello {{name}}, {this} and ${that} and <b>tags</b> & %7B\n'),
  keeps('bom', 'reads a text with a byte order mark, which core removes', '\uFEFFmarked\n', 'marked\n'),
  keeps('large', 'reads a text of 1 MiB', 'x'.repeat(maxBytes)),
  rejects('too-large', 'does not serve a text over 1 MiB', 'x'.repeat(maxBytes + 1)),
  rejects('empty', 'does not serve an empty text', ''),
  rejects(
    'binary',
    'does not serve binary content',
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x00, 0x00, 0xff, 0xfe, 0xc3, 0x28),
  ),
  {
    id: 'login-page',
    title: 'does not serve the HTML page of a login form',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', text);
      source.fail?.({ kind: 'login-page' });
      await withPrompts(source, { a: source.config('a') }, observer, (prompts) =>
        observer.expectFailure(
          prompts.get('a'),
          ['CONTENT_INVALID', 'AUTH_FAILED'],
          'the source answers 200 with an HTML login page',
        ),
      );
    },
  },
] as const satisfies readonly Check[];

function keeps<const Id extends string>(id: Id, title: string, stored: string, expected = stored) {
  return {
    id,
    title,
    async run(source, observer) {
      await source.write('a', stored);
      const prompt = await withPrompts(source, { a: source.config('a') }, observer, (prompts) => prompts.get('a'));
      ensure(
        prompt.content === expected,
        `A text must be served character for character: ${show(stored)} must be served as ${show(expected)}, but was served as ${show(prompt.content)}.`,
      );
    },
  } satisfies Check;
}

function rejects<const Id extends string>(id: Id, title: string, stored: string | Uint8Array) {
  return {
    id,
    title,
    async run(source, observer) {
      await source.write('a', stored);
      await withPrompts(source, { a: source.config('a') }, observer, (prompts) =>
        observer.expectFailure(
          prompts.get('a'),
          ['CONTENT_INVALID'],
          `the stored content is not a valid prompt (${id})`,
          'Return such content unchanged, and core rejects it.',
        ),
      );
    },
  } satisfies Check;
}

function show(value: string): string {
  const json = JSON.stringify(value);
  return json.length > 120 ? `${json.slice(0, 120)}… (${value.length} characters)` : json;
}
