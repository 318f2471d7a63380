/** Returns whether a value has the interface of `Headers`, whichever implementation it is of: that of a guarded fetch is not the global one. */
export function isHeaders(value: unknown): value is Headers {
  return typeof Object(value).get === 'function';
}
