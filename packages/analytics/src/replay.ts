import { printable } from './printable.js';
import type { DropReport, ReplayReport } from './responses.js';

/** What a replay did, over all its pages. */
export type ReplayResult = Omit<ReplayReport, 'next_cursor'>;

/**
 * Replays page by page; each page is done when its response arrives.
 *
 * @param request Requests the page after the cursor.
 */
export async function replayPages(
  request: (cursor: string | null) => Promise<ReplayReport>,
): Promise<ReplayResult> {
  const reasons = new Map<string, ReplayReport['reasons'][number]>();
  const result = { accepted: 0, duplicates: 0, quarantined: 0, not_found: [] as string[] };
  let cursor: string | null = null;
  do {
    const page: ReplayReport = await request(cursor);
    result.accepted += page.accepted;
    result.duplicates += page.duplicates;
    result.quarantined += page.quarantined;
    result.not_found.push(...page.not_found);
    for (const { code, field, events } of page.reasons) {
      const key = JSON.stringify([code, field]);
      reasons.set(key, { code, field, events: (reasons.get(key)?.events ?? 0) + events });
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  const byEvents = [...reasons.values()].sort((a, b) => b.events - a.events);
  return { ...result, reasons: byEvents };
}

/** Whether events were chosen, but none of them could be stored. */
export const isReplayFailed = ({ accepted, duplicates, quarantined }: ReplayResult): boolean =>
  quarantined > 0 && accepted + duplicates === 0;

const listedReasons = 20;

/**
 * A replay in words: the counts, then why events stay quarantined, for a terminal.
 */
export function describeReplay({
  accepted,
  duplicates,
  quarantined,
  reasons,
  not_found,
}: ReplayResult): string[] {
  const shown = reasons.slice(0, listedReasons);
  const width = String(shown[0]?.events ?? 0).length;
  const codeWidth = Math.max(0, ...shown.map(({ code }) => code.length));
  return [
    `${accepted} stored, ${duplicates} had been stored before, ${quarantined} stay quarantined.`,
    ...shown.map(({ code, field, events }) =>
      `  ${String(events).padStart(width)}  ${code.padEnd(codeWidth)}  ${field === null ? '' : printable(field)}`.trimEnd(),
    ),
    ...(reasons.length > listedReasons
      ? [`  and ${reasons.length - listedReasons} other reasons`]
      : []),
    ...describeNotFound(not_found),
  ];
}

/** A drop in words, for a terminal. */
export const describeDrop = ({ dropped, not_found }: DropReport): string[] => [
  `${dropped} dropped.`,
  ...describeNotFound(not_found),
];

const describeNotFound = (ids: readonly string[]): string[] =>
  ids.length === 0 ? [] : [`Not found; they may have been replayed or dropped: ${ids.join(', ')}`];
