import { AuthorizationError, PermissionViolationError, UserAuthenticationExpiredError } from '@nats-io/transport-node';
import type { BusRefusal } from '@prompts/bus-kit';

/** Interprets an error of the NATS client. */
export function toRefusal(error: unknown): BusRefusal | undefined {
  if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError) return 'AUTH_FAILED';
  if (error instanceof PermissionViolationError) return 'FORBIDDEN';
  return undefined;
}
