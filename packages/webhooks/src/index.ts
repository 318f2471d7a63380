export { createWebhookHandler, type WebhookHandler } from './create-webhook-handler.ts';
export type { Handshake, WebhookOptions, WebhookSecret, WebhookSecrets } from './options.ts';
