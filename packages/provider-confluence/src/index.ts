import type { ConfluenceConfig, ConfluenceOptions } from './config.ts';
import { confluence } from './confluence.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    confluence: ConfluenceConfig;
  }
  interface ProviderOptions {
    confluence: ConfluenceOptions;
  }
}

export type {
  ConfluenceAccess,
  ConfluenceApiTokenAuth,
  ConfluenceAuth,
  ConfluenceBearerAuth,
  ConfluenceConfig,
  ConfluenceDeployment,
  ConfluenceOptions,
  ReadyConfluenceClient,
} from './config.ts';
export { confluence };
export default confluence;
