import type { RepositoryCall } from './api-call.ts';

/** Selects the page that the query asks for, and creates the `link` header to the others. */
export function paginate<Item>(
  { query, apiUrl, repository }: RepositoryCall,
  path: string,
  items: readonly Item[],
  { perPage = 30, maxPerPage = 100 } = {},
): { readonly items: readonly Item[]; readonly number: number; readonly headers: Record<string, string> } {
  const size = Math.min(maxPerPage, Number(query.get('per_page')) || perPage);
  const number = Math.max(1, Number(query.get('page')) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(to));
    return `<${apiUrl}/repositories/${repository.id}/${path}?${parameters}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
    ...(number > 1 ? [link(1, 'first')] : []),
  ];
  return {
    items: items.slice((number - 1) * size, number * size),
    number,
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
