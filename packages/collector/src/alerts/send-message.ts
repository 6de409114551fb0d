import type { AlertMessage } from './alert-message.js';
import type { AlertChannel } from './alert-records.js';
import type { AlertSettings } from './alert-settings.js';
import { sendWebhook } from './send-webhook.js';

const timeoutMs = 10_000;

/**
 * Sends a message. Rejects with the reason in words, without any secret.
 *
 * @returns `problem`: in words, if it did not reach everyone, and must not be repeated to the others.
 */
export async function sendMessage(
  channel: AlertChannel,
  message: AlertMessage,
  settings: AlertSettings,
): Promise<{ problem: string | null }> {
  const { allowPrivateAddresses, smtp } = settings;
  if (channel.kind === 'email') {
    if (smtp === undefined) throw new Error('no mail server is configured');
    // Only collectors that send mail load it.
    const { sendEmail } = await import('./send-email.js');
    return sendEmail(channel, message, smtp, timeoutMs);
  }
  await sendWebhook(channel, message, { allowPrivateAddresses, timeoutMs, now: Date.now() });
  return { problem: null };
}
