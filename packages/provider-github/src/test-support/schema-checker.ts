import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { sharedData } from '../../../../scripts/test/shared-data.ts';

const file = sharedData('github/api.github.com.subset.json');
/** The path of GitHub's examples of webhooks; undefined if they are not available. */
export const webhookExamples = sharedData('github/webhooks/examples.json');
/** Whether GitHub's OpenAPI description of its API is available. */
export const hasApiDescription = file !== undefined;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, OperationResponse>> };
}
interface Operation {
  readonly responses: Readonly<Record<string, OperationResponse & { readonly $ref?: string }>>;
}
interface OperationResponse {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/**
 * Creates a function that checks a body against GitHub's description of its API.
 * @returns A function that lists the problems of a body. `path` is a path of the description, `type` a media type.
 */
export function createSchemaChecker(): (path: string, status: number, body: unknown, type?: string) => unknown[] {
  const description = JSON.parse(readFileSync(file as string, 'utf8'), fromOpenApi) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(description, 'github');
  return (path, status, body, type = 'application/json') => {
    const [, operation] =
      Object.entries(description.paths[path] ?? {}).find(([, { responses }]) => status in responses) ?? [];
    const response = operation?.responses[status];
    const shared = response?.$ref?.split('/').at(-1) ?? '';
    const schema = (response?.content ?? description.components.responses[shared]?.content)?.[type]?.schema;
    if (schema === undefined) return [`the description has no ${type} for ${status} of ${path}`];
    return ajv.validate(schema, body) ? [] : (ajv.errors ?? []);
  };
}

/** Converts `nullable` of OpenAPI 3.0 to JSON Schema, and makes references point to the file under its name here. */
function fromOpenApi(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { nullable, $ref, ...schema } = value as { nullable?: unknown; $ref?: unknown };
  if (typeof $ref === 'string') return { $ref: $ref.replace(/^#/, 'github#') };
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : value;
}
