/** Returns 0 and two to four more round numbers; the last one is at least `max`. Of counts, they are whole. */
export function roundTicks(max: number): number[] {
  const step = Math.max(roundStep(max / 3), 1);
  const intervals = Math.max(Math.ceil(max / step), 1);
  return Array.from({ length: intervals + 1 }, (_, index) => index * step);
}

/** Returns round numbers between two numbers. */
export function ticksBetween(low: number, high: number): number[] {
  const step = roundStep((high - low) / 4);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Returns the smallest of 1, 2, 5, 10, 20, … times a power of ten that is not below a number. */
function roundStep(least: number): number {
  if (least <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
