import { FakeError, paginate } from './fake-response.ts';
import type { FakePage, FakeState } from './fake-state.ts';
import { pageJson } from './page-json.ts';

interface Condition {
  readonly and?: readonly Condition[];
  readonly property?: string;
  readonly last_edited_time?: { readonly on_or_after: string };
  readonly [type: string]: unknown;
}

interface Query {
  readonly filter?: Condition;
  readonly in_trash?: boolean;
  readonly page_size?: number;
  readonly start_cursor?: string;
}

const minuteMs = 60_000;

/** Responds to a query of a data source. */
export function queryFakeRows(dataSourceId: string, query: Query, state: FakeState): object {
  const rows = [...state.pages.values()].filter(
    (page) => page.dataSourceId === dataSourceId && page.isShared && page.isInTrash === (query.in_trash ?? false),
  );
  const columns = state.dataSources.get(dataSourceId)?.columns ?? {};
  const unknown = listProperties(query.filter).find((property) => !Object.hasOwn(columns, property));
  if (unknown !== undefined) {
    return new FakeError(400, 'validation_error', `Could not find property with name or id: ${unknown}`);
  }
  const matching = rows.filter((page) => matches(page, query.filter));
  const parameters = new Map(Object.entries(query).map(([key, value]) => [key, String(value)]));
  return {
    ...paginate(matching.map(pageJson), { get: (name) => parameters.get(name) ?? null }),
    type: 'page_or_data_source',
    page_or_data_source: {},
  };
}

function listProperties(condition: Condition | undefined): string[] {
  const own = condition?.property === undefined ? [] : [condition.property];
  return [...own, ...(condition?.and ?? []).flatMap(listProperties)];
}

function matches(page: FakePage, condition: Condition | undefined): boolean {
  if (condition === undefined) return true;
  if (condition.and) return condition.and.every((each) => matches(page, each));
  if (condition.last_edited_time) {
    const edited = Math.floor(page.editedAt / minuteMs) * minuteMs;
    return edited >= Date.parse(condition.last_edited_time.on_or_after);
  }
  const property = page.properties[condition.property ?? ''];
  if (!property) return false;
  const { type } = property as { type: string };
  const value = property[type] as { name?: string } | boolean | null;
  const { equals } = condition[type] as { equals: unknown };
  return (typeof value === 'object' ? value?.name : value) === equals;
}
