import type { QueryDataSourceParameters } from '@notionhq/client';
import { notionError } from '../notion-error.ts';
import { type Columns, columnType } from './read-data-source.ts';

export type Filter = NonNullable<QueryDataSourceParameters['filter']>;

type Value = string | number | boolean;

/** For each type of property: the comparison, and the type of the value. */
const comparisons: Readonly<Record<string, readonly [comparison: string, valueType: string]>> = {
  title: ['equals', 'string'],
  rich_text: ['equals', 'string'],
  select: ['equals', 'string'],
  status: ['equals', 'string'],
  url: ['equals', 'string'],
  email: ['equals', 'string'],
  phone_number: ['equals', 'string'],
  multi_select: ['contains', 'string'],
  relation: ['contains', 'string'],
  people: ['contains', 'string'],
  checkbox: ['equals', 'boolean'],
  number: ['equals', 'number'],
  unique_id: ['equals', 'number'],
};

/**
 * Creates the conditions for the values that properties must have.
 * @throws `CONFIG_INVALID` for a property that does not exist, or a value of another type.
 */
export function createConditions(filter: Readonly<Record<string, Value>>, columns: Columns): Filter[] {
  return Object.entries(filter).map(([property, value]) => createCondition(property, value, columns) as Filter);
}

function createCondition(property: string, value: Value, columns: Columns): object {
  const type = columnType(property, columns);
  if (type === 'formula') {
    const kind = { string: 'string', number: 'number', boolean: 'checkbox' }[typeof value as 'string'];
    return { property, formula: { [kind]: { equals: value } } };
  }
  const [comparison, valueType] = comparisons[type] ?? [];
  const fail = (fault: string) =>
    notionError('CONFIG_INVALID', `filter.${property} ${fault}: the property has the type ${type}`);
  if (comparison === undefined) throw fail('is not supported');
  if (typeof value !== valueType) throw fail(`must be a ${valueType}`);
  return { property, [type]: { [comparison]: value } };
}

/** @param since In epoch ms. */
export function editedSince(since: number): Filter {
  return { timestamp: 'last_edited_time', last_edited_time: { on_or_after: new Date(since).toISOString() } };
}

/** @returns The conditions as one filter; undefined if there are none. */
export function allOf(conditions: readonly Filter[]): Filter | undefined {
  return conditions.length > 1 ? ({ and: conditions } as Filter) : conditions[0];
}
