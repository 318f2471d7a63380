/** The codes of {@link PromptError}: a public contract. The README says when each occurs and what to do. */
export type PromptErrorCode =
  | 'PROMPT_UNKNOWN'
  | 'CONFIG_INVALID'
  | 'PROVIDER_MISSING'
  | 'PROVIDER_CONFLICT'
  | 'AUTH_FAILED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'CONTENT_INVALID'
  | 'VARIABLE_MISSING'
  | 'CONFLICT'
  | 'STORE_FAILED'
  | 'CLOSED';
