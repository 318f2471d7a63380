/** The height of the coordinate system of paths. They are stretched to the size of their chart. */
export const pathHeight = 500;

/**
 * Draws the outline of columns of width 1, down to the base line.
 * @param series The heights of the columns.
 * @param max The value at the top.
 */
export function stepPath(series: readonly number[], max: number): string {
  let path = `M0 ${pathHeight}`;
  let run = 0;
  let last: number | undefined;
  for (const value of series) {
    const y = Math.round(pathHeight * (1 - value / max));
    if (y !== last) path += `${run > 0 ? `h${run}` : ''}V${y}`;
    run = y === last ? run + 1 : 1;
    last = y;
  }
  return `${path}h${run}V${pathHeight}z`;
}
