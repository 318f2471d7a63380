import type { AnyProvider } from '../provider/provider.ts';

const methods = 'load validate refresh identity loadMany changedSince watch list versions describe quota close'.split(
  ' ',
);

/** Returns what is wrong with a provider that an app passed or a factory returned, and the fix; undefined if nothing is. */
export function findProviderFault(given: unknown): string | undefined {
  if (isClass(given)) return 'is a class, not a provider: create an instance';
  if (typeof given === 'function') return 'is a factory, not a provider: call it, as in providers: [http()]';
  if (typeof Object(given).then === 'function')
    return 'is a promise, not a provider: await it, or make the factory synchronous';
  const provider = Object(given) as AnyProvider;
  const { name, load } = provider;
  if (!name || typeof name !== 'string' || load === undefined) return 'is not a provider: it needs name and load';
  const method = methods.find((key) => !['function', 'undefined'].includes(typeof provider[key as 'load']));
  if (method) return `${method} must be a function`;
  const schema = (['configSchema', 'collectionSchema'] as const).find(
    (key) => provider[key] !== undefined && !provider[key]?.['~standard']?.validate,
  );
  return schema && `${schema} must be a Standard Schema, such as zod's`;
}

/** Whether a value is a class, which can't be called: the property `prototype` of a function can be replaced. */
export function isClass(value: unknown): boolean {
  return typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}
