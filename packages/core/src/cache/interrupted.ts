/** Thrown if the deadline passed while the process was stopped: the source is not to blame, and what it returned is outdated. */
export const interrupted = Symbol('interrupted');
