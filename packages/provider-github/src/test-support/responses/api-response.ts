import type { Credential } from '../accounts/credential.ts';
import type { FakeRepository } from '../fake-repository.ts';
import type { State } from '../state.ts';

/** What goes back, before the headers every answer has. */
export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Points it costs. Default: 1. */
  readonly cost?: number;
}

/** One request to the API, understood. */
export interface Call {
  readonly state: State;
  readonly credential: Credential;
  readonly authorization: string | null;
  readonly query: URLSearchParams;
  /** The media types asked for. */
  readonly accept: string;
  /** What URLs in answers begin with, such as `http://127.0.0.1:40000/api/v3`. */
  readonly apiUrl: string;
  readonly body: string;
}

/** One that is about a repository the caller may see. */
export interface RepositoryCall extends Call {
  readonly repository: FakeRepository;
  /** `…/repos/owner/name` */
  readonly url: string;
}

export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  const bytes = Buffer.from(JSON.stringify(value));
  return { status, bytes, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } };
}

/** Bytes under one of GitHub's own media types, such as `raw`. */
export function raw(bytes: Uint8Array, type: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: 200,
    bytes,
    headers: { 'content-type': `application/vnd.github.${type}; charset=utf-8`, ...headers },
  };
}

/** Whether one of GitHub's own media types is asked for: `raw`, `object`, `sha`, with or without `+json` and `v3`. */
export function wants(call: Call, type: string): boolean {
  return new RegExp(`application/vnd\\.github\\.(v3\\.)?${type}(\\+json)?\\b`).test(call.accept);
}

/** Base64 with a line break after every 60 characters, as GitHub writes it. */
export function base64Lines(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('base64')
    .replace(/.{60}|.+$/g, '$&\n');
}

/** A path with each name escaped. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

export function nodeId(kind: string, id: string | number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64');
}
