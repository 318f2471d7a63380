import type { PromptChange } from '@prompts/core';
import { loadOpenTelemetryApi } from './load-api.ts';
import { attributes, changeEventName, scopeName } from './names.ts';

/**
 * Emits the event `prompts.change` for a text that replaced another one. The first text of a prompt is not a change. Events are log
 * records with a name: OpenTelemetry deprecates events of spans (OTEP 4430), and a change rarely happens inside a span.
 */
export function emitChange({ prompt, previous }: PromptChange): void {
  if (!previous) return;
  const api = loadOpenTelemetryApi();
  // Before 1.10, the stable API had no logs.
  api?.logs?.getLogger(scopeName).emit({
    eventName: changeEventName,
    severityNumber: api.SeverityNumber.INFO,
    body: `The prompt '${prompt.name}' changed from version ${previous.version} to ${prompt.version}`,
    attributes: {
      [attributes.promptName]: prompt.name,
      [attributes.promptVersion]: prompt.version,
      [attributes.promptHash]: prompt.hash,
      [attributes.previousVersion]: previous.version,
    },
  });
}
