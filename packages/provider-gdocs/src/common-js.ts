import { gdocs } from './gdocs.ts';

const factory = Object.assign((...given: Parameters<typeof gdocs>) => gdocs(...given), { gdocs, default: gdocs });

/** What `require('@prompts/provider-gdocs')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
