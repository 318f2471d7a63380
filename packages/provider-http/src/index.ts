import type { HttpConfig } from './config.ts';
import { http } from './http.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    http: HttpConfig;
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
