export { compose } from './compose.ts';
export { type ComposeReport, composeReport, type PromptUse } from './compose-report.ts';
export type { ComposeOptions } from './options.ts';
export type { ComposedPart } from './parts/composed-part.ts';
