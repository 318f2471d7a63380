/** The similarity from which a name is suggested: half of the letter pairs are the same. */
const minSimilarity = 0.5;

/** Finds the candidate that `name` most likely misspells. @returns `Did you mean '…'?`; undefined if none is similar. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = pairsOf(name);
  let best = minSimilarity;
  let hint: string | undefined;
  for (const candidate of candidates) {
    const pairs = pairsOf(candidate);
    const similarity = wanted.intersection(pairs).size / Math.max(wanted.size, pairs.size);
    if (similarity < best) continue;
    best = similarity;
    hint = `Did you mean '${candidate}'?`;
  }
  return hint;
}

/** Each letter with its successor, and the first and last letter alone. */
function pairsOf(name: string): Set<string> {
  const letters = ` ${name.toLowerCase()} `;
  return new Set(Array.from(letters.slice(1), (letter, index) => letters[index] + letter));
}
