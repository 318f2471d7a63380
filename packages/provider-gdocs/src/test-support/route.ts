/** A request to a fake API. */
export interface ApiCall {
  /** The first id in the path. */
  readonly id: string | undefined;
  /** The second id in the path. */
  readonly part: string | undefined;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** A method of a fake API. */
export interface Route {
  /** Its name in Google's discovery documents, by which its answers are checked. */
  readonly method?: string;
  readonly verb?: 'GET' | 'POST';
  /** The scopes of which one is needed. Without any, no token is needed. */
  readonly scopes?: readonly string[];
  readonly path: RegExp;
  /** Whether its answer contains the text of a document. */
  readonly isDownload?: boolean;
  respond(call: ApiCall): Response | Promise<Response>;
}
