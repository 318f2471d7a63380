import type { HttpConfig } from './config.ts';
import { http } from './http.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    http: HttpConfig;
  }
}

export type { HttpAuth, HttpCollectionConfig, HttpConfig, HttpPromptConfig } from './config.ts';
export type { HttpOptions } from './http.ts';
export { http };
export default http;
