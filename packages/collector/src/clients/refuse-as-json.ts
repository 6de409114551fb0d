import { type ErrorCode, errorTable, type Json, type SondeError } from '@sonde/protocol';

const writeKeyAction = 'Put a write key of this collector where the client has its own key.';

/** Actions where the usual one names headers, which the user of a vendor's client cannot set. */
const clientActions: Partial<Record<ErrorCode, string>> = {
  key_unknown: writeKeyAction,
  read_key_cannot_write: writeKeyAction,
};

/**
 * A refusal that most clients can read: JSON with the status as a number, which Amplitude's needs,
 * and the reason.
 */
export function refuseAsJson({ code, detail }: SondeError): {
  status: number;
  body: { [field: string]: Json };
} {
  const { title } = errorTable[code];
  const action = clientActions[code] ?? errorTable[code].action;
  const status = errorTable[code].status ?? 500;
  return {
    status,
    body: { code: status, error: title, detail: detail ?? title, action, reason: code },
  };
}
