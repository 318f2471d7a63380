import type { HttpConfig, HttpOptions } from './config.ts';
import { http } from './http.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    http: HttpConfig;
  }
  interface ProviderOptions {
    http: HttpOptions;
  }
}

export type {
  HttpAccess,
  HttpAuth,
  HttpCollectionConfig,
  HttpConfig,
  HttpOptions,
  HttpPromptConfig,
} from './config.ts';
export { http };
export default http;
