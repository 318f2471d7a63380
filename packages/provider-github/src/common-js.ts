import { github } from './github.ts';

const factory = Object.assign((...given: Parameters<typeof github>) => github(...given), { github, default: github });

/** What `require('@prompts/provider-github')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
