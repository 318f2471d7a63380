import { readFileSync } from 'node:fs';
import { sharedData } from '../../../../scripts/test/shared-data.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}
interface Method {
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly response?: Schema;
}
interface Resource {
  readonly methods?: Readonly<Record<string, Method>>;
}
interface Description {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly resources: Readonly<Record<string, Resource>>;
  /** The parameters of all methods. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const files = {
  docs: sharedData('google/discovery/docs.v1.json'),
  drive: sharedData('google/discovery/drive.v3.json'),
};

/** Whether Google's descriptions of its APIs are available. */
const hasDiscovery = files.docs !== undefined && files.drive !== undefined;

const descriptions = new Map<string, Description>();

function describe(api: string): Description {
  const known =
    descriptions.get(api) ?? (JSON.parse(readFileSync(files[api as 'docs'] as string, 'utf8')) as Description);
  descriptions.set(api, known);
  return known;
}

/**
 * Checks a request and its response against Google's description of the API.
 * @param name The name of the method, such as `drive.files.get`.
 * @throws An Error that names each unknown method, parameter or property.
 */
export async function checkResponse(name: string, query: URLSearchParams, response: Response): Promise<void> {
  if (!hasDiscovery) return;
  const [api = '', resource = '', method = ''] = name.split('.');
  const { schemas, resources, parameters } = describe(api);
  const description = resources[resource]?.methods?.[method];
  if (!description) throw new Error(`Google has no method ${name}`);
  const unknown = [...query.keys()].filter((key) => !(key in (description.parameters ?? {})) && !(key in parameters));
  if (unknown.length > 0) throw new Error(`${name} has no parameter ${unknown.join(', ')}`);
  if (!description.response || !/json/.test(response.headers.get('content-type') ?? '')) return;
  const faults = [...listFaults(await response.json(), description.response, schemas, name)];
  if (faults.length > 0) throw new Error(faults.join('; '));
}

function* listFaults(value: unknown, schema: Schema, schemas: Description['schemas'], path: string): Generator<string> {
  const { type, items, properties, additionalProperties } =
    schema.$ref === undefined ? schema : (schemas[schema.$ref] as Schema);
  if (type === 'array' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* listFaults(item, items as Schema, schemas, `${path}.${index}`);
  } else if (type === 'object' && typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const known = properties?.[key] ?? additionalProperties;
      if (known) yield* listFaults(inner, known, schemas, `${path}.${key}`);
      else yield `${path} has no property ${key}`;
    }
  } else if (typeof value !== (type === 'integer' ? 'number' : type))
    yield `${path} must be ${type}, not ${typeof value}`;
}
