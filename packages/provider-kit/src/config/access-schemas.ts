import { z } from 'zod';
import { baseUrlOf } from '../base-url-of.ts';
import { reporting } from './reporting.ts';

/** Creates the schema of a `baseUrl`, in a config or in a factory's options. It checks the URL as `baseUrlOf` does. */
export function baseUrlSchema(provider: string) {
  return z
    .string('must be a URL such as https://host/path')
    .superRefine(reporting((value) => baseUrlOf(value, provider)));
}

/** The schema of the `allowHosts` of a factory's options. */
export const allowHostsSchema = z
  .array(z.string().min(1), "must be a list of hosts such as ['127.0.0.1', '*.corp.example']")
  .default([]);
