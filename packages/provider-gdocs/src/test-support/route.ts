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
  /** Its name in Google's discovery documents, against which its responses are checked. */
  readonly method?: string;
  readonly verb?: 'GET' | 'POST';
  /** The scopes, one of which is needed. Undefined: no token is needed. */
  readonly scopes?: readonly string[];
  readonly path: RegExp;
  /** Whether its response contains the text of a document. */
  readonly isDownload?: boolean;
  respond(call: ApiCall): Response | Promise<Response>;
}
