import { SondeError } from '@sonde/protocol';

/** By which an account is known: in lower case, without blanks. Throws `email_invalid`. */
export function checkEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= 254 && /^[^\s@\p{Cc}\p{Cf}\p{Cs}]+@[^\s@\p{Cc}\p{Cf}\p{Cs}]+$/u.test(email)) {
    return email;
  }
  throw new SondeError('email_invalid');
}
