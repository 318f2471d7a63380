import type { AcmeNotesConfig, AcmeNotesOptions } from './config.ts';
import { acmeNotes } from './provider.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    'acme-notes': AcmeNotesConfig;
  }
  interface ProviderOptions {
    'acme-notes': AcmeNotesOptions;
  }
}

export type {
  AcmeNotesAccess,
  AcmeNotesCollectionConfig,
  AcmeNotesConfig,
  AcmeNotesOptions,
  AcmeNotesPromptConfig,
} from './config.ts';
export { acmeNotes };
export default acmeNotes;
