import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { InvalidAddress } from './split-address.ts';

/** Checks and converts the value of a parameter into settings of the driver. */
export type ParameterReader = (value: string, invalid: InvalidAddress) => object;

/**
 * Converts the parameters of an address into settings of a driver.
 * @param hints What to write instead of a parameter that another tool knows.
 * @throws What `invalid` creates, if a parameter is unknown or its value is not valid.
 */
export function readParameters(
  parameters: ReadonlyMap<string, string>,
  readers: Readonly<Record<string, ParameterReader>>,
  hints: Readonly<Record<string, string>>,
  invalid: InvalidAddress,
): Record<string, unknown> {
  const settings = {};
  for (const [name, value] of parameters) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (!read) {
      const hint = Object.hasOwn(hints, name) ? `use ${hints[name]}` : `use ${Object.keys(readers).join(', ')}`;
      throw invalid(`has the unknown parameter '${name}': ${hint}`);
    }
    Object.assign(
      settings,
      read(value, (rule) => invalid(`parameter '${name}' ${rule}`)),
    );
  }
  return settings;
}

/** Reads a value as text. */
export const text =
  (setting: string): ParameterReader =>
  (value) => ({ [setting]: value });

/** Reads a whole number. */
export const integer =
  (setting: string, factor = 1): ParameterReader =>
  (value, invalid) => {
    if (!/^\d{1,9}$/.test(value)) throw invalid('must be a whole number');
    return { [setting]: Number(value) * factor };
  };

/** Reads one of several values, each with its settings. */
export const oneOf =
  (values: Readonly<Record<string, object>>): ParameterReader =>
  (value, invalid) => {
    if (!Object.hasOwn(values, value)) throw invalid(`must be one of ${Object.keys(values).join(', ')}`);
    return values[value] as object;
  };

/** Reads the file that a value names. */
export const file =
  (setting: string): ParameterReader =>
  (path, invalid) => ({ [setting]: readText(path, invalid) });

/** Reads the file that a value names, which must contain a certificate: TLS would ignore anything else. */
export const certificateFile =
  (setting: string): ParameterReader =>
  (path, invalid) => {
    const certificate = readText(path, invalid);
    try {
      new X509Certificate(certificate);
    } catch {
      throw invalid(`names the file '${path}', which must contain a certificate in PEM format`);
    }
    return { [setting]: certificate };
  };

function readText(path: string, invalid: InvalidAddress): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid(`names the file '${path}', which can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
