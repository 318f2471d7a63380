import { PromptError } from './errors/prompt-error.ts';

/** How many patterns the braces of a glob may expand to. */
const maxAlternatives = 1000;

const magic = /[*?[{]/;

/** The tokens of a segment: a wildcard or one character each. `**` is undefined. */
type Segment = readonly string[] | undefined;

/** Whether a path contains a wildcard. */
export function isGlob(path: string): boolean {
  return magic.test(path);
}

/** How far the paths of a glob are matched: for each alternative, the indexes of the segments that may come next. */
export type GlobState = readonly ReadonlySet<number>[];

/**
 * A pattern for paths: `*` and `?` match within a name, `[a-z]` one character, `{a,b}` either, and `**` any number of folders.
 * As in a shell, only a pattern that begins with a dot matches a name that does.
 */
export class Glob {
  readonly #alternatives: readonly (readonly Segment[])[];

  /**
   * @param pattern Its segments are separated by slashes.
   * @throws PromptError `CONFIG_INVALID` for braces that expand to too many patterns.
   */
  constructor(pattern: string) {
    this.#alternatives = expandBraces(pattern).map((alternative) => alternative.split('/').map(parseSegment));
  }

  /**
   * Whether the pattern matches a whole path. Takes at most the product of both lengths, so that a name from elsewhere can't
   * stop the process.
   */
  matches(path: string): boolean {
    return this.isMatch(path.split('/').reduce((state, name) => this.next(state, name), this.start));
  }

  get start(): GlobState {
    return this.#alternatives.map((segments) => withSkippedStars(segments, [0]));
  }

  /** Returns the state after one more name of the path. */
  next(state: GlobState, name: string): GlobState {
    return this.#alternatives.map((segments, alternative) => {
      const reached: number[] = [];
      for (const index of state[alternative] ?? []) {
        if (index === segments.length) continue;
        const segment = segments[index];
        if (segment === undefined) {
          if (!name.startsWith('.')) reached.push(index);
        } else if (matchesName(name, segment)) {
          reached.push(index + 1);
        }
      }
      return withSkippedStars(segments, reached);
    });
  }

  /** Whether the path so far matches. */
  isMatch(state: GlobState): boolean {
    return this.#alternatives.some(({ length }, index) => state[index]?.has(length));
  }

  /** Whether a longer path may match. */
  isPrefix(state: GlobState): boolean {
    return this.#alternatives.some(({ length }, index) => [...(state[index] ?? [])].some((at) => at < length));
  }
}

/** `**` also matches zero folders. */
function withSkippedStars(segments: readonly Segment[], indexes: Iterable<number>): ReadonlySet<number> {
  const all = new Set(indexes);
  // Iterating over a Set also visits what is added meanwhile.
  for (const index of all) if (index < segments.length && segments[index] === undefined) all.add(index + 1);
  return all;
}

function expandBraces(pattern: string): string[] {
  const expanded: string[] = [];
  const pending = [pattern];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    const innermost = /\{([^{},]*(?:,[^{},]*)+)\}/.exec(current);
    if (!innermost) {
      expanded.push(current);
      continue;
    }
    const [braces, list = ''] = innermost;
    const before = current.slice(0, innermost.index);
    const after = current.slice(innermost.index + braces.length);
    pending.push(...list.split(',').map((choice) => before + choice + after));
    if (expanded.length + pending.length > maxAlternatives) {
      const message = `the glob '${pattern}' expands to more than ${maxAlternatives} patterns: use fewer braces`;
      throw new PromptError('CONFIG_INVALID', message);
    }
  }
  return expanded;
}

function parseSegment(segment: string): Segment {
  return segment === '**' ? undefined : (segment.match(/\[[^\]]+\]|./gsu) ?? []);
}

/** Takes at most the product of both lengths: only the last `*` is ever tried again. */
function matchesName(name: string, tokens: readonly string[]): boolean {
  if (name.startsWith('.') && tokens[0] !== '.') return false;
  const characters = [...name];
  let token = 0;
  let position = 0;
  let star: { readonly token: number; position: number } | undefined;
  while (position < characters.length) {
    const current = tokens[token];
    if (current === '*') {
      star = { token, position };
      token += 1;
    } else if (current !== undefined && matchesCharacter(characters[position] as string, current)) {
      token += 1;
      position += 1;
    } else if (star) {
      star.position += 1;
      position = star.position;
      token = star.token + 1;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

function matchesCharacter(character: string, token: string): boolean {
  if (token === '?') return true;
  if (token.length < 3 || !token.startsWith('[')) return token === character;
  const isNegated = /^\[[!^]./u.test(token);
  const members = token.slice(isNegated ? 2 : 1, -1).matchAll(/(.)-(.)|(.)/gsu);
  for (const [, from, to, single] of members) {
    const isMember = single === undefined ? isBetween(character, from, to) : character === single;
    if (isMember) return !isNegated;
  }
  return isNegated;
}

function isBetween(character: string, from = '', to = ''): boolean {
  const at = (text: string) => text.codePointAt(0) ?? 0;
  return at(from) <= at(character) && at(character) <= at(to);
}
