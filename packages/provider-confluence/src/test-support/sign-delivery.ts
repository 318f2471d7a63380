import { createHmac } from 'node:crypto';

/** Signs a delivery as Data Center does. A string becomes the body as it is, any other value as JSON. */
export function signDelivery(payload: unknown, secret: string, header = 'x-hub-signature') {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { headers: new Headers({ 'content-type': 'application/json', [header]: `sha256=${signature}` }), body };
}
