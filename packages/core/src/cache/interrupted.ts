/** Thrown if the deadline passed while the process was suspended: the source did not fail, and its result is outdated. */
export const interrupted = Symbol('interrupted');
