/** Thrown by a check that turns out not to apply to a provider. Its message is the reason. */
export class SkipCheck extends Error {}
