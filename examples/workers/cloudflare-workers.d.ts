/** What `wrangler types` generates for an app, as far as this example needs it. */
declare module 'cloudflare:workers' {
  export const env: { readonly PROMPTS_URL: string };
  export function waitUntil(promise: Promise<unknown>): void;
}
