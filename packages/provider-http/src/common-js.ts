import { http } from './http.ts';

const factory = Object.assign((...given: Parameters<typeof http>) => http(...given), { http, default: http });

/** What `require('@prompts/provider-http')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
