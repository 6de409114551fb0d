import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { signWebhook } from '../forwarders/webhook-format.js';
import type { AlertMessage } from './alert-message.js';
import { checkHost, lookupPublic } from './public-address.js';

export interface WebhookOptions {
  allowPrivateAddresses: boolean;
  /** For the whole request. */
  timeoutMs: number;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Posts a message as signed JSON and follows no redirect. Rejects unless the status is 2xx; the
 * reason has no address, which may contain a secret.
 */
export async function sendWebhook(
  { url: address, secret }: { url: string; secret: string },
  message: AlertMessage,
  { allowPrivateAddresses, timeoutMs, now }: WebhookOptions,
): Promise<void> {
  const url = new URL(address);
  if (!allowPrivateAddresses) checkHost(url);
  const body = JSON.stringify(message);
  const timeout = AbortSignal.timeout(timeoutMs);
  const status = await new Promise<number>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      // Connections are not shared: another one was not checked.
      agent: false,
      ...(!allowPrivateAddresses && { lookup: lookupPublic }),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'sonde-type': message.type,
        ...signWebhook(secret, body, now),
      },
      signal: timeout,
    });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      // The body says nothing that is needed.
      response.destroy();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (timeout.aborted) reject(new Error(`no response within ${timeoutMs / 1000} s`));
      else reject(new Error(error.code ?? error.message));
    });
    request.end(body);
  });
  if (status >= 300 && status < 400) {
    throw new Error(`status ${status}: redirects are not followed`);
  }
  if (status < 200 || status >= 300) throw new Error(`status ${status}`);
}
