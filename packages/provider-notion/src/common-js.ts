import { notion } from './notion.ts';

const factory = Object.assign((...given: Parameters<typeof notion>) => notion(...given), { notion, default: notion });

/** What `require('@prompts/provider-notion')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
