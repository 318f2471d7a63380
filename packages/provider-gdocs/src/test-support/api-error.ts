/** Creates a response as Google's APIs report a failure. */
export function apiError(
  status: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const error = { code: status, message, errors: [{ message, domain: 'global', reason }] };
  return Response.json({ error }, { status, headers });
}

/** Creates the failure for a token without a scope that the method needs. */
export function scopeError(): Response {
  const message = 'Request had insufficient authentication scopes.';
  const details = [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
      domain: 'googleapis.com',
    },
  ];
  return Response.json({ error: { code: 403, message, status: 'PERMISSION_DENIED', details } }, { status: 403 });
}

export function notFound(id: string): Response {
  return apiError(404, 'notFound', `File not found: ${id}.`);
}
