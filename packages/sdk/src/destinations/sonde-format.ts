import { judgeFailure, parseObject } from './judge-answer.js';
import type { WireFormat } from './wire-format.js';

/** A collector's own protocol: `POST /ingest`. */
export const sondeFormat: WireFormat = {
  maxBodyBytes: 4_000_000,
  // What it refuses, it says.
  maxEventBytes: Number.POSITIVE_INFINITY,
  compresses: true,

  encode(events, { settings, sentAt, meta }) {
    return {
      headers: settings.key === undefined ? {} : { 'x-api-key': settings.key },
      body: JSON.stringify({
        events: events.map((event) => ({ ...event, sent_at: sentAt })),
        meta,
      }),
    };
  },

  judge(answer) {
    const { status, text } = answer;
    const parsed = parseObject(text);
    // Anything may answer, a hotel's sign-in page included; only a collector counts events.
    const isTaken =
      (status >= 200 && status < 300 && typeof parsed?.accepted === 'number') ||
      (status === 202 && text === '');
    if (!isTaken) return judgeFailure(answer);
    const rejected = Array.isArray(parsed?.rejected) ? parsed.rejected : [];
    return {
      kind: 'done',
      rejected: rejected.map((problem) => ({
        index: Number(problem?.index),
        code: String(problem?.code),
      })),
      wantsCatalog: parsed?.catalog_wanted === true,
    };
  },
};
