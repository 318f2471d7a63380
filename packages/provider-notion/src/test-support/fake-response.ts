/** An error as Notion writes it. */
export class FakeError {
  readonly status: number;
  readonly code: string;
  readonly message: string;

  constructor(status: number, code: string, message: string) {
    this.status = status;
    this.code = code;
    this.message = message;
  }
}

/** Returns a page of at most 100 items of a list. The cursor is a position. */
export function paginate(items: readonly object[], parameters: { get(name: string): string | null }): object {
  const size = Math.min(100, Number(parameters.get('page_size') ?? 100));
  const start = Number(parameters.get('start_cursor') ?? 0);
  const hasMore = start + size < items.length;
  return {
    object: 'list',
    results: items.slice(start, start + size),
    has_more: hasMore,
    next_cursor: hasMore ? String(start + size) : null,
  };
}
