import type { GoogleDocsConfig, GoogleDocsOptions } from './config.ts';
import { gdocs } from './gdocs.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    gdocs: GoogleDocsConfig;
  }
  interface ProviderOptions {
    gdocs: GoogleDocsOptions;
  }
}

export type {
  GoogleAuth,
  GoogleAuthClient,
  GoogleDefaultAuth,
  GoogleDocsAccess,
  GoogleDocsConfig,
  GoogleDocsOptions,
  GoogleDocumentConfig,
  GoogleFolderConfig,
  GoogleOAuthAuth,
  GoogleServiceAccountAuth,
  GoogleTokenAuth,
  ReadyDocs,
  ReadyDrive,
} from './config.ts';
export { gdocs };
export default gdocs;
