/** 64 names. A single one would stay in the CPU's fastest cache. */
export const names: readonly string[] = Array.from({ length: 64 }, (_, index) => `team/prompt-${index}`);

/** A text of 4 KB with 5 variables. */
export const text = withVariables((name) => `{{${name}}}`);

/** The same text for template languages that escape HTML unless a variable has three braces. */
export const unescapedText = withVariables((name) => `{{{${name}}}}`);

/** The same text for eta. */
export const etaText = withVariables((name) => `<%~ it.${name} %>`);

export const variables: Readonly<Record<string, string>> = {
  product: 'Acme Cloud',
  language: 'TypeScript',
  audience: 'engineers of ten years',
  tone: 'calm & precise',
  limit: '200 words',
};

/** Returns the name for an index, starting over after the last one. */
export function nameAt(index: number): string {
  return names[index & 63] as string;
}

function withVariables(write: (name: string) => string): string {
  const filler = '- Answer in whole sentences, say what you do not know, and never guess at numbers.\n';
  return ['product', 'language', 'audience', 'tone', 'limit']
    .map((name) => `${filler.repeat(9)}Mind this: ${write(name)}.\n`)
    .join('');
}
