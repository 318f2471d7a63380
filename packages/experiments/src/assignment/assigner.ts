import type { PromptRequest } from '@prompts/core';
import type { Experiment, Variant } from '../definition/experiment.ts';
import type { Context } from '../definition/experiment-definition.ts';
import type { Stops } from '../stops.ts';
import { findParticipant, type Participant } from './find-participant.ts';
import type { StickyVariants } from './sticky-variants.ts';
import { toAssignedRequest, toAwaitable, toControlRequest } from './to-assigned-request.ts';
import { variantByHash } from './variant-by-hash.ts';

interface AssignerParts {
  readonly stops: Stops;
  readonly sticky: StickyVariants | undefined;
  /** Called if the context or `when` of an experiment is unusable. */
  readonly onProblem: (experiment: Experiment, problem: string) => void;
}

/** Decides which variant a unit is served. */
export class Assigner {
  readonly #parts: AssignerParts;

  constructor(parts: AssignerParts) {
    this.#parts = parts;
  }

  /** Returns the variant of a unit by what is known now; undefined if the unit does not take part. */
  assign(experiment: Experiment, context: Context | undefined): Variant | undefined {
    const participant = findParticipant(experiment, context, this.#parts.onProblem);
    const variant = participant && this.#variantOf(participant);
    return variant && this.#parts.stops.get(experiment) ? experiment.control : variant;
  }

  /** Redirects a read. @param experiments The active experiments on the prompt. They share no unit. */
  redirect(request: PromptRequest, experiments: readonly [Experiment, ...Experiment[]]): PromptRequest {
    const { stops, sticky, onProblem } = this.#parts;
    for (const experiment of experiments) {
      const participant = findParticipant(experiment, request.context, onProblem);
      if (participant === undefined) continue;
      const redirected = this.#redirectUnit(request, participant);
      if (stops.isLoaded && !sticky?.isUnknown(participant)) return redirected;
      return toAwaitable(redirected, async () => {
        await stops.load();
        if (sticky?.isUnknown(participant)) await sticky.lookUp(participant);
        return this.#redirectUnit(request, participant);
      });
    }
    return toControlRequest(request, experiments[0].control);
  }

  #redirectUnit(request: PromptRequest, participant: Participant): PromptRequest {
    const { experiment } = participant;
    const variant = this.#parts.stops.get(experiment) ? undefined : this.#variantOf(participant);
    if (variant === undefined) return toControlRequest(request, experiment.control);
    return toAssignedRequest(request, { ...participant, variant });
  }

  #variantOf(participant: Participant): Variant | undefined {
    const { sticky } = this.#parts;
    return sticky ? sticky.variantOf(participant) : variantByHash(participant.experiment, participant.unit);
  }
}
