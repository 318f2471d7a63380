import * as z from 'zod';

/** The first delivery of a subscription. */
export const handshakeSchema = z.object({ verification_token: z.string().min(1) });

/** The fields that are used of an event: https://developers.notion.com/reference/webhooks-events-delivery */
export const eventSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  timestamp: z.string().optional(),
  entity: z.object({ id: z.string(), type: z.string() }),
  data: z
    .object({
      parent: z.object({ id: z.string(), type: z.string(), data_source_id: z.string().optional() }).optional(),
      updated_blocks: z.array(z.object({ id: z.string() })).optional(),
    })
    .optional(),
});

export type NotionEvent = z.infer<typeof eventSchema>;
