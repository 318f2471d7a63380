/** Longer names are not compared: the work grows with the square. */
const longestCompared = 100;

/** @returns `Did you mean '…'?` with the candidate that `name` is most likely a slip of; undefined if none is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestCompared) return undefined;
  let tolerated = Math.max(1, Math.floor(name.length / 3));
  let hint: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(name.length - candidate.length) > tolerated) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance > tolerated) continue;
    hint = `Did you mean '${candidate}'?`;
    tolerated = distance - 1;
  }
  return hint;
}

/** Levenshtein: insertions, deletions and replacements. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const letter of from) {
    let diagonal = Infinity;
    let left = Infinity;
    row = row.map((above, column) => {
      left = Math.min(diagonal + (letter === to[column - 1] ? 0 : 1), above + 1, left + 1);
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) as number;
}
