/** Limits the rows of a query to far fewer values than any database accepts (SQLite 32,766; PostgreSQL 65,535). */
export const maxRowsPerQuery = 1000;

/** The same for rows that consist of an id and a version. */
export const maxVersionsPerQuery = 50_000;

/**
 * Reads a long result page by page, so that each query costs the same.
 * @param fetchPage Fetches at most `pageSize` rows that come after `last`, or the first ones.
 * @param pageSize The number of rows in a full page. A shorter page is the last one.
 */
export async function* readPages<Row>(
  fetchPage: (last: Row | undefined) => PromiseLike<Row[]>,
  pageSize = maxRowsPerQuery,
): AsyncGenerator<Row[]> {
  for (let last: Row | undefined; ; ) {
    const rows = await fetchPage(last);
    yield rows;
    if (rows.length < pageSize) return;
    last = rows.at(-1);
  }
}
