import { allowHostsSchema, proxySchema } from './access-schemas.ts';
import { tlsSchema } from './tls-schema.ts';

/**
 * The options of a factory that `guardedFetch` takes, for the schema of all its options.
 * @example
 * z.strictObject({ token: z.exactOptional(secretSchema), ...networkShape }, { error: knownKeys });
 */
export const networkShape = { allowHosts: allowHostsSchema, proxy: proxySchema, tls: tlsSchema };
