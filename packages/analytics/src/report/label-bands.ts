/** Part of a stack: how much each column holds. */
export interface Band {
  readonly label: string;
  readonly series: readonly number[];
}

/** Where a label of a band stands: the middle of columns, and of the band there. */
export interface BandLabel {
  readonly band: number;
  readonly label: string;
  /** In columns from the left. */
  readonly x: number;
  /** In the unit of the series, from the bottom. */
  readonly y: number;
}

/** The share of the width that a character of a label takes on a phone. */
const characterShare = 0.024;

/**
 * Places labels inside of bands, where they are thickest.
 * @param bands From the bottom to the top.
 * @param minThickness Bands that are thinner, in the unit of the series, get no label.
 */
export function labelBands(bands: readonly Band[], minThickness: number): BandLabel[] {
  const columns = bands[0]?.series.length ?? 0;
  const bottoms = new Array<number>(columns).fill(0);
  return bands.flatMap(({ label, series }, band) => {
    const width = Math.max(Math.round(characterShare * label.length * columns), 1);
    let best = { start: 0, thickness: 0, low: 0, high: 0 };
    for (let start = 0; start + width <= columns; start++) {
      const low = Math.max(...bottoms.slice(start, start + width));
      const high = Math.min(
        ...series.slice(start, start + width).map((value, index) => value + at(bottoms, start + index)),
      );
      if (high - low > best.thickness) best = { start, thickness: high - low, low, high };
    }
    for (const [column, value] of series.entries()) bottoms[column] = at(bottoms, column) + value;
    if (best.thickness < minThickness || best.thickness === 0) return [];
    return [{ band, label, x: best.start + width / 2, y: (best.low + best.high) / 2 }];
  });
}

function at(series: readonly number[], column: number): number {
  return series[column] ?? 0;
}
