import type { GoogleDocsConfig } from './config.ts';
import { gdocs } from './gdocs.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    gdocs: GoogleDocsConfig;
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
