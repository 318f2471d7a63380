/** Returns the code of a network error, such as `ECONNREFUSED`; undefined for any other value. */
export function networkCodeOf(thrown: unknown): string | undefined {
  const { code } = Object(thrown) as { readonly code?: unknown };
  const isNetwork =
    typeof code === 'string' &&
    /^(E(CONN\w+|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE|(HOST|NET)UNREACH)|UND_ERR_\w+)$/.test(code);
  return isNetwork ? code : undefined;
}
