const maxTerms = 10_000;
const precision = 1e-16;

/**
 * Returns the probability that a chi-squared variable exceeds a value: Q(degrees / 2, value / 2), the regularised incomplete
 * gamma function, by its series (DLMF 8.7.1) or its continued fraction (DLMF 8.9.2), whichever converges faster.
 */
export function chiSquaredTail(value: number, degrees: number): number {
  if (value <= 0 || degrees === 0) return 1;
  if (value === Infinity) return 0;
  const [a, x] = [degrees / 2, value / 2];
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - factor * lowerSeries(a, x) : factor * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let index = 1; index < maxTerms && term > sum * precision; index += 1) {
    term *= x / (a + index);
    sum += term;
  }
  return sum;
}

/** The modified method of Lentz. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let d = 1 / b;
  let c = Infinity;
  let fraction = d;
  for (let index = 1; index < maxTerms; index += 1) {
    const numerator = index * (a - index);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < precision) break;
  }
  return fraction;
}

/** The logarithm of Γ(a) for a multiple of 1/2: Γ(1/2) = √π, Γ(1) = 1, Γ(a + 1) = a Γ(a). */
function logGamma(a: number): number {
  let sum = a % 1 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let factor = a % 1 === 0 ? 1 : 0.5; factor < a; factor += 1) sum += Math.log(factor);
  return sum;
}
