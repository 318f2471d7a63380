import type { NotionConfig, NotionOptions } from './config.ts';
import { notion } from './notion.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    notion: NotionConfig;
  }
  interface ProviderOptions {
    notion: NotionOptions;
  }
}

export type {
  NotionAccess,
  NotionAuth,
  NotionCollectionConfig,
  NotionConfig,
  NotionContent,
  NotionOptions,
  NotionPageConfig,
} from './config.ts';
export { notion };
export default notion;
