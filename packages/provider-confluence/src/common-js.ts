import { confluence } from './confluence.ts';

const factory = Object.assign((...given: Parameters<typeof confluence>) => confluence(...given), {
  confluence,
  default: confluence,
});

/** What `require('@prompts/provider-confluence')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
