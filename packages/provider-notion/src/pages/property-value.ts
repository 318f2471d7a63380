import type { Page } from './read-page.ts';

type Property = Page['properties'][string];

/** The value of a property in its simplest form, as metadata. */
type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

interface Named {
  readonly id?: string;
  readonly name?: string | null;
}

interface DateValue {
  readonly start: string;
  readonly end: string | null;
}

/**
 * Converts a property for metadata: a select to its name, people to their names (ids if the integration may not read them), relations to
 * ids, a date to its ISO 8601 text or `{ start, end }`, formulas and rollups to their results, files to their names.
 * @returns The value; undefined for a property without a value, such as a button.
 */
export function propertyValue(property: Property): Value | undefined {
  return convert(property as { readonly type: string }) ?? undefined;
}

function convert(property: { readonly type: string }): Value | undefined {
  const { type } = property;
  const value = (property as Record<string, unknown>)[type];
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case 'title':
    case 'rich_text':
      return plainText(value);
    case 'select':
    case 'status':
    case 'created_by':
    case 'last_edited_by':
      return nameOf(value as Named);
    case 'multi_select':
    case 'people':
    case 'files':
      return itemsOf<Named>(value).flatMap((item) => nameOf(item) ?? []);
    case 'relation':
      return itemsOf<Named>(value).flatMap(({ id }) => id ?? []);
    case 'date':
      return dateOf(value as DateValue);
    case 'formula':
      return convert(value as { type: string });
    case 'rollup':
      return convert(value as { type: string });
    case 'array':
      return itemsOf<{ type: string }>(value).flatMap((item) => convert(item) ?? []);
    case 'unique_id': {
      const { prefix, number } = value as { prefix?: string | null; number?: number | null };
      return prefix ? `${prefix}-${number}` : (number ?? undefined);
    }
    case 'verification':
      return (value as { state?: string }).state;
    case 'place':
      return (value as Named).name ?? undefined;
    default:
      return typeof value === 'object' ? undefined : (value as Value);
  }
}

/** Joins the parts of a rich text, letter for letter and without formatting. */
export function plainText(parts: unknown): string {
  return itemsOf<{ readonly plain_text?: string }>(parts)
    .map(({ plain_text: text = '' }) => text)
    .join('');
}

/** Returns the objects in a list. Anything else in it must not make the page fail. */
function itemsOf<Item extends object>(value: unknown): Item[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

function nameOf({ name, id }: Named): string | undefined {
  return name ?? id;
}

function dateOf({ start, end }: DateValue): Value {
  return end ? { start, end } : start;
}
