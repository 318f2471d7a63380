const patterns = [/(?<ticks>`+)/, /(?<variable>\\?\{\\?\{[^{}\n]{1,200}\}\})/, /\\./, /&#x(?<hex>[0-9A-F]+);/].map(
  ({ source }) => source,
);

/**
 * Removes what only a markdown parser needs: escapes within `{{…}}`, which would change the variable's name, and character
 * references beside emphasis, as in `**…**&#xC744;`. Code and all other escapes are kept. Takes linear time.
 */
export function unescapeForReaders(markdown: string): string {
  const lastTicks = new Map(Array.from(markdown.matchAll(/`+/g), ({ 0: ticks, index }) => [ticks, index]));
  const pattern = new RegExp(patterns.join('|'), 'g');
  let result = '';
  let copied = 0;
  for (let match = pattern.exec(markdown); match; match = pattern.exec(markdown)) {
    const { ticks, variable, hex } = match.groups as Record<string, string | undefined>;
    if (ticks !== undefined) {
      // Code ends at the next run of as many ticks. Without one, these are ticks.
      const isCode = (lastTicks.get(ticks) as number) > match.index;
      if (isCode) pattern.lastIndex = endOfCode(markdown, ticks, pattern.lastIndex);
      continue;
    }
    const unescaped = variable?.replace(/\\([\\_*{}[\]])/g, '$1') ?? characterOf(hex);
    if (unescaped === undefined) continue;
    result += markdown.slice(copied, match.index) + unescaped;
    copied = pattern.lastIndex;
  }
  return result + markdown.slice(copied);
}

function endOfCode(markdown: string, ticks: string, start: number): number {
  const run = /`+/g;
  run.lastIndex = start;
  while (run.exec(markdown)?.[0] !== ticks);
  return run.lastIndex;
}

function characterOf(hex: string | undefined): string | undefined {
  return hex === undefined ? undefined : String.fromCodePoint(Number.parseInt(hex, 16));
}
