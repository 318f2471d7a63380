import type { Credential } from '../accounts/credential.ts';
import type { FakeRepository } from '../fake-repository.ts';
import type { State } from '../state.ts';

/** A request to the API. */
export interface ApiCall {
  readonly state: State;
  readonly credential: Credential;
  readonly authorization: string | null;
  readonly query: URLSearchParams;
  /** The `Accept` header. */
  readonly accept: string;
  /** The start of URLs in responses, such as `http://127.0.0.1:40000/api/v3`. */
  readonly apiUrl: string;
  readonly body: string;
}

/** A request for a repository that the caller can see. */
export interface RepositoryCall extends ApiCall {
  readonly repository: FakeRepository;
  /** `…/repos/owner/name` */
  readonly url: string;
}

/** Whether the caller accepts one of GitHub's media types: `raw`, `object`, `sha`, with or without `+json` and `v3`. */
export function accepts(call: ApiCall, type: string): boolean {
  return new RegExp(`application/vnd\\.github\\.(v3\\.)?${type}(\\+json)?\\b`).test(call.accept);
}
