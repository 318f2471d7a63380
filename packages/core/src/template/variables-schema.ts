import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PromptError } from '../errors/prompt-error.ts';
import type { FillOptions } from './render-arguments.ts';
import type { Variables } from './text-variables.ts';

/** A schema for the variables of a prompt. */
export type VariablesSchema = StandardSchemaV1<unknown, object>;

type Render = (variables?: Variables, options?: FillOptions) => string;

/** The prompt that errors name. */
interface Subject {
  readonly name: string;
  readonly provider?: string;
}

/**
 * Makes `render` check its variables, and insert what the schema returns. `missing` applies to that: a variable that the schema
 * requires is required always.
 */
export function withSchema(render: Render, schema: VariablesSchema, subject: Subject): Render {
  return (variables = {}, options) => render(checkVariables(variables, schema, subject), options);
}

/** @throws `CONTENT_INVALID` naming every issue; `CONFIG_INVALID` for a schema that can't be used. */
function checkVariables(variables: Variables, schema: VariablesSchema, { name, provider }: Subject): Variables {
  const options = { prompt: name, provider };
  const result = validate(variables, schema, options);
  if (result instanceof Promise) {
    // Nobody waits for it.
    result.catch(() => {});
    const message = `The variables schema of prompt '${name}' returned a promise: use checks that are synchronous and do not throw, because render does not wait.`;
    throw new PromptError('CONFIG_INVALID', message, options);
  }
  if (!result.issues) return result.value;
  const issues = result.issues.map(({ path = [], message }) => {
    const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
    return { path: keys.map(String).join('.'), message };
  });
  const lines = issues.map(({ path, message }) => `\n  ${path ? `${path}: ` : ''}${message}`);
  const message = `The variables of prompt '${name}' are not valid:${lines.join('')}`;
  throw new PromptError('CONTENT_INVALID', message, { ...options, issues });
}

function validate(variables: Variables, schema: VariablesSchema, options: { readonly prompt: string }) {
  try {
    return schema['~standard'].validate(variables);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'it threw no Error';
    const message = `The variables schema of prompt '${options.prompt}' failed: ${reason}`;
    throw new PromptError('CONFIG_INVALID', message, { ...options, cause });
  }
}
