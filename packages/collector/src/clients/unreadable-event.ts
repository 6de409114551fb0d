import type { ErrorCode, Json } from '@sonde/protocol';

/** An event, or a whole body, that its family cannot read. It is quarantined. */
export class UnreadableEvent {
  readonly code: ErrorCode;
  /** Details without the value, which may be private. */
  readonly detail: string;
  /** As the client sent it. */
  readonly body: Json;

  constructor(code: ErrorCode, detail: string, body: Json) {
    this.code = code;
    this.detail = detail;
    this.body = body;
  }
}
