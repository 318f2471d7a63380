/** From here on two names are near: half of their pairs of letters are the same. */
const nearEnough = 0.5;

/** @returns `Did you mean '…'?` with the candidate that `name` is most likely a slip of; undefined if none is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = pairsOf(name);
  let best = nearEnough;
  let hint: string | undefined;
  for (const candidate of candidates) {
    const pairs = pairsOf(candidate);
    const nearness = wanted.intersection(pairs).size / Math.max(wanted.size, pairs.size);
    if (nearness < best) continue;
    best = nearness;
    hint = `Did you mean '${candidate}'?`;
  }
  return hint;
}

/** Each letter with the one behind it, and the first and last by themselves. */
function pairsOf(name: string): Set<string> {
  const letters = ` ${name.toLowerCase()} `;
  return new Set(Array.from(letters.slice(1), (letter, index) => letters[index] + letter));
}
