/** In UTF-16 units: a longer name is not a misspelling. */
const maxLength = 200;
const maxLengthDifference = 4;
const maxCandidates = 1000;

/**
 * Finds the candidate that `name` most likely misspells.
 * @param minSimilarity The share of the letter pairs that must be the same.
 * @returns `Did you mean '…'?`; undefined if none is similar.
 */
export function didYouMean(name: string, candidates: Iterable<string>, minSimilarity = 0.5): string | undefined {
  if (name.length > maxLength) return undefined;
  const wanted = pairsOf(name);
  let best = minSimilarity;
  let hint: string | undefined;
  for (const candidate of similarInLength(name, candidates)) {
    const pairs = pairsOf(candidate);
    const similarity = wanted.intersection(pairs).size / Math.max(wanted.size, pairs.size);
    if (similarity < best) continue;
    best = similarity;
    hint = `Did you mean '${candidate}'?`;
  }
  return hint;
}

/** A misspelling changes the length little. Comparing more names than these takes noticeable time. */
function* similarInLength(name: string, candidates: Iterable<string>): Iterable<string> {
  let remaining = maxCandidates;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > maxLengthDifference) continue;
    if (remaining === 0) return;
    remaining -= 1;
    yield candidate;
  }
}

/** Each letter with its successor, and the first and last letter alone. */
function pairsOf(name: string): Set<string> {
  const letters = ` ${name.toLowerCase()} `;
  return new Set(Array.from(letters.slice(1), (letter, index) => letters[index] + letter));
}
