/** A mistake of the user. Its message says what to do; a stack would not help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
