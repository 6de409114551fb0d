/** What a reason of a failed message means, and what to do. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing accepts connections at the address (ECONNREFUSED)',
  ECONNRESET: 'the connection was cut (ECONNRESET)',
  EHOSTUNREACH: 'the host cannot be reached (EHOSTUNREACH)',
  ENOTFOUND: 'the host is not known (ENOTFOUND)',
  EAI_AGAIN: 'the name of the host could not be looked up (EAI_AGAIN)',
  'the address is of this machine or a private network':
    'the address is of this machine or a private network, which the configuration file does not allow',
  'no mail server is configured':
    'no mail server is configured; declare one in the configuration file',
  'ESOCKET: no mail was sent':
    'the mail server cannot be reached, or its certificate is not valid (ESOCKET)',
  'EDNS: no mail was sent': 'the host of the mail server is not known (EDNS)',
  'ETIMEDOUT: no mail was sent': 'the mail server does not respond (ETIMEDOUT)',
};

/** The reason of a failed message in words; others than the known ones stay as they are. */
export function describeReason(reason: string | null): string {
  if (reason === null) return 'no reason is known';
  if (reason.startsWith('status ')) return `the receiver answered with ${reason}`;
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : reason;
}
