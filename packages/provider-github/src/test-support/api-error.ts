const documentationUrl = 'https://docs.github.com/rest';

/** An error response. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, unknown>>;

  /** @param details Further fields of the body. */
  constructor(
    status: number,
    message: string,
    {
      headers = {},
      ...details
    }: { readonly headers?: Readonly<Record<string, string>>; readonly [name: string]: unknown } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.details = details;
  }

  toJson(): Record<string, unknown> {
    return { message: this.message, ...this.details, documentation_url: documentationUrl, status: String(this.status) };
  }
}

export const notFound = () => new ApiError(404, 'Not Found');
export const emptyRepository = () => new ApiError(409, 'Git Repository is empty.');
