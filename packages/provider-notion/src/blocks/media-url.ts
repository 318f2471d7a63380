/** The parameters of signed addresses: of Amazon S3, CloudFront, Google and Azure storage, and of Notion itself. */
const signature = /[?&](?:X-Amz-Signature|X-Goog-Signature|Signature|sig|signature|exp|expirationTimestamp)=/i;

/**
 * Returns the address of a file without its signature. The signature expires, and is different in every response: with it, each
 * download of a page would be a new version.
 */
export function mediaUrl(url: string): string {
  return signature.test(url) ? url.replace(/[?#].*$/s, '') : url;
}
