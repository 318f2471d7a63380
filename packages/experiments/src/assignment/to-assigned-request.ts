import type { PromptRequest } from '@prompts/core';
import type { Variant } from '../definition/experiment.ts';
import type { Participant } from './find-participant.ts';

/** Where a request carries its assignment. Hooks that copy the request copy it, too. */
const key: unique symbol = Symbol('assignment');

/** A unit and the variant that it is to be served. */
export interface AssignedUnit extends Participant {
  readonly variant: Variant;
}

type AssignedRequest = PromptRequest & { readonly [key]?: AssignedUnit };

/** Redirects a request to the variant of a unit, or to the control if the variant has no text. */
export function toAssignedRequest(request: PromptRequest, assigned: AssignedUnit): PromptRequest {
  const { variant, experiment } = assigned;
  const redirected: AssignedRequest = { ...request, name: variant.prompt, [key]: assigned };
  return variant === experiment.control ? redirected : { ...redirected, otherwise: experiment.control.prompt };
}

/** Redirects a request of a unit that is not counted. */
export function toControlRequest(request: PromptRequest, control: Variant): PromptRequest {
  return request.name === control.prompt ? request : { ...request, name: control.prompt };
}

/** Returns the assignment that a request carries. */
export function assignmentOf(request: PromptRequest): AssignedUnit | undefined {
  return (request as AssignedRequest)[key];
}

/**
 * Returns the request in a form that `peek` uses as it is, because it is not a Promise, and that `get` awaits, because it has
 * a `then`.
 * @param answer Returns the request for those that wait.
 */
export function toAwaitable(request: PromptRequest, answer: () => Promise<PromptRequest>): PromptRequest {
  // Not enumerable: hooks that copy the request get a plain one.
  return Object.defineProperty({ ...request }, 'then', {
    value: (onAnswer: (request: PromptRequest) => void, onError: (error: unknown) => void) => {
      void answer().then(onAnswer, onError);
    },
  });
}
