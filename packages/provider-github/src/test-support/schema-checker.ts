import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { sharedData } from '../../../../scripts/test/shared-data.ts';

const file = sharedData('github/api.github.com.subset.json');
/** GitHub's own examples of webhooks; undefined where they are not here. */
export const webhookExamples = sharedData('github/webhooks/examples.json');
/** Whether GitHub's own description of its API is here. */
export const hasApiDescription = file !== undefined;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Reply>> };
}
interface Operation {
  readonly responses: Readonly<Record<string, Reply & { readonly $ref?: string }>>;
}
interface Reply {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/**
 * Checks bodies against GitHub's description of its API.
 * @returns a check: the problems of a body, where `path` is the description's and `type` the media type.
 */
export function createSchemaChecker(): (path: string, status: number, body: unknown, type?: string) => unknown[] {
  const description = JSON.parse(readFileSync(file as string, 'utf8'), fromOpenApi) as Description;
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(description, 'github');
  return (path, status, body, type = 'application/json') => {
    const [, operation] =
      Object.entries(description.paths[path] ?? {}).find(([, one]) => status in one.responses) ?? [];
    const reply = operation?.responses[status];
    const shared = reply?.$ref?.split('/').at(-1) ?? '';
    const schema = (reply?.content ?? description.components.responses[shared]?.content)?.[type]?.schema;
    if (schema === undefined) return [`no ${type} for ${status} of ${path} in the description`];
    return ajv.validate(schema, body) ? [] : (ajv.errors ?? []);
  };
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type; references lead into the file under its name here. */
function fromOpenApi(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { nullable, $ref, ...schema } = value as { nullable?: unknown; $ref?: unknown };
  if (typeof $ref === 'string') return { $ref: $ref.replace(/^#/, 'github#') };
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : value;
}
