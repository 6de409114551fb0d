import { createTransport } from 'nodemailer';
import type { AlertMessage } from './alert-message.js';
import type { SmtpSettings } from './alert-settings.js';
import { composeEmail } from './compose-email.js';

/**
 * Sends a message as plain text, over TLS unless the operator chose `none`. Rejects with the
 * server's reason, without the password.
 */
export async function sendEmail(
  { to }: { to: readonly string[] },
  message: AlertMessage,
  smtp: SmtpSettings,
  timeoutMs: number,
): Promise<{ problem: string | null }> {
  const { host, port, security, login, from, certificateAuthority } = smtp;
  const transport = createTransport({
    ...{ host, port },
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login && { auth: { user: login.user, pass: login.password } }),
    ...(certificateAuthority !== undefined && { tls: { ca: certificateAuthority } }),
    ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
    // Text must never make it read a file or an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    const { rejected } = await transport.sendMail({ from, to: [...to], ...composeEmail(message) });
    const problem = `the mail server refused ${rejected.length} of ${to.length} recipients`;
    return { problem: rejected.length === 0 ? null : problem };
  } catch (error) {
    const {
      code,
      responseCode,
      message: text,
    } = Object(error) as {
      code?: string;
      responseCode?: number;
      message?: string;
    };
    if (responseCode !== undefined) throw new Error(`the mail server answered ${responseCode}`);
    throw new Error(code === undefined ? (text ?? 'unknown') : `${code}: no mail was sent`);
  } finally {
    transport.close();
  }
}
