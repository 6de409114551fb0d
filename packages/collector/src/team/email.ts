import { SondeError } from '@sonde/protocol';

/**
 * Normalises the e-mail that identifies an account: lower case, trimmed. Throws `email_invalid`.
 */
export function checkEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && /^[^\s@\p{Cc}\p{Cf}\p{Cs}]+@[^\s@\p{Cc}\p{Cf}\p{Cs}]+$/u.test(email)) {
    return email;
  }
  throw new SondeError('email_invalid');
}
