import { type ErrorCode, errorTable } from '@sonde/protocol';

/** Why an event is quarantined. */
export class EventFault {
  readonly code: ErrorCode;
  /** Path of the field; null for the whole event. */
  readonly field: string | null;
  readonly message: string;

  /** @param detail Details without the value, which may be private. */
  constructor(code: ErrorCode, field: string | null, detail?: string) {
    this.code = code;
    this.field = field;
    const { title } = errorTable[code];
    this.message = detail === undefined ? title : `${title.slice(0, -1)}: ${detail}.`;
  }
}
