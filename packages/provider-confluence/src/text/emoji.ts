/** The characters for Confluence's picture emoji and its older emoticons, by short name. */
const pictures: Readonly<Record<string, string>> = {
  check_mark: '✔️',
  tick: '✔️',
  cross_mark: '❌',
  cross: '❌',
  plus: '➕',
  minus: '➖',
  info: 'ℹ️',
  information: 'ℹ️',
  question: '❓',
  question_mark: '❓',
  warning: '⚠️',
  light_bulb_on: '💡',
  'light-on': '💡',
  light_bulb_off: '💡',
  'light-off': '💡',
  yellow_star: '⭐',
  'yellow-star': '⭐',
  red_star: '⭐',
  'red-star': '⭐',
  green_star: '⭐',
  'green-star': '⭐',
  blue_star: '⭐',
  'blue-star': '⭐',
  smile: '🙂',
  sad: '🙁',
  cheeky: '😛',
  laugh: '😀',
  wink: '😉',
  'thumbs-up': '👍',
  'thumbs-down': '👎',
  heart: '❤️',
  'broken-heart': '💔',
};

/**
 * Decodes the id of an emoji: `1f680`, or `1f1eb-1f1f7` for more than one code point.
 * @returns The character; undefined for other ids, such as those of custom emoji.
 */
export function characterOf(id: string | undefined): string | undefined {
  if (id === undefined || !/^[\da-f]{2,6}(-[\da-f]{2,6}){0,15}$/i.test(id)) return undefined;
  const codePoints = id.split('-').map((part) => Number.parseInt(part, 16));
  if (codePoints.some((codePoint) => codePoint > 0x10_ff_ff)) return undefined;
  const character = String.fromCodePoint(...codePoints);
  return /^\p{Emoji}[\p{Emoji}\p{Emoji_Component}]*$/u.test(character) ? character : undefined;
}

/**
 * Returns the character of an emoji, or its short name if it is a custom picture.
 * @param candidates What the source says about the emoji, best first: the character, short names with or without colons, names.
 */
export function emoji(candidates: readonly (string | null | undefined)[]): string {
  const given = candidates.filter((candidate) => typeof candidate === 'string').filter((candidate) => candidate !== '');
  const character = given.find((candidate) => /\P{ASCII}/u.test(candidate) && !/^:[^:]+:$/.test(candidate));
  if (character !== undefined) return character;
  const picture = given
    .map((candidate) => candidate.replace(/^:|:$/g, ''))
    .find((name) => Object.hasOwn(pictures, name));
  return picture === undefined ? (given[0] ?? '') : (pictures[picture] as string);
}
