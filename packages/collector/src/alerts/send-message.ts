import type { AlertMessage } from './alert-message.js';
import type { AlertChannel } from './alert-records.js';
import type { AlertSettings } from './alert-settings.js';
import { sendWebhook } from './send-webhook.js';

const timeoutMs = 10_000;

/** Sends a message. Rejects with the reason in words, without any secret. */
export async function sendMessage(
  channel: AlertChannel,
  message: AlertMessage,
  settings: AlertSettings,
): Promise<void> {
  const { allowPrivateAddresses } = settings;
  await sendWebhook(channel, message, { allowPrivateAddresses, timeoutMs, now: Date.now() });
}
