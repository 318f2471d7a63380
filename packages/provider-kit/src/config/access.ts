import { z } from 'zod';
import { baseUrlOf } from '../base-url.ts';
import { reporting } from './reporting.ts';

/** The `baseUrl` of a config or of a factory's options, as people write it. */
export function baseUrlSchema(provider: string) {
  return z
    .string('must be a URL such as https://host/path')
    .superRefine(reporting((value) => baseUrlOf(value, provider)));
}

/** The `allowHosts` of a factory's options. */
export const allowHostsSchema = z
  .array(z.string().min(1), "must be a list of hosts such as ['127.0.0.1', '*.corp.example']")
  .default([]);
