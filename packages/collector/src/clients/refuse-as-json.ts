import { errorTable, type Json, type SondeError } from '@sonde/protocol';

/**
 * A refusal that most clients can read: JSON with the status as a number, which Amplitude's needs,
 * and the reason.
 */
export function refuseAsJson({ code, detail }: SondeError): {
  status: number;
  body: { [field: string]: Json };
} {
  const { title, action } = errorTable[code];
  const status = errorTable[code].status ?? 500;
  return {
    status,
    body: { code: status, error: title, detail: detail ?? title, action, reason: code },
  };
}
