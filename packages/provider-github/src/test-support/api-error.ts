/** Where GitHub's errors point. */
const documentation = 'https://docs.github.com/rest';

/** An answer that says what is wrong. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly more: Readonly<Record<string, unknown>>;

  /** @param more goes into the body beside `message`. */
  constructor(
    status: number,
    message: string,
    {
      headers = {},
      ...more
    }: { readonly headers?: Readonly<Record<string, string>>; readonly [name: string]: unknown } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.more = more;
  }

  toJson(): Record<string, unknown> {
    return { message: this.message, ...this.more, documentation_url: documentation, status: String(this.status) };
  }
}

export const notFound = () => new ApiError(404, 'Not Found');
export const emptyRepository = () => new ApiError(409, 'Git Repository is empty.');
