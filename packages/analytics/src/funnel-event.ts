import {
  formatPropertyCondition,
  type PropertyCondition,
  parsePropertyCondition,
} from './property-condition.js';

/** An event that a free funnel looks for. */
export interface FunnelEvent {
  event: string;
  /** What one of its properties must be like. */
  condition?: PropertyCondition;
}

/** The form of an event of a funnel, for descriptions of parameters. */
export const funnelEventForm =
  '`<event>` or `<event>?<condition>`, with a condition as in `property`: `Deploy?plan:"pro"`. A name with a question mark is quoted as JSON';

/** Reads what {@link funnelEventForm} describes; null for any other text. */
export function parseFunnelEvent(text: string): FunnelEvent | null {
  const [, quoted, plain = '', rest] =
    /^(?:("(?:[^"\\]|\\.)*")|([^"?][^?]*))(?:\?(.*))?$/s.exec(text) ?? [];
  const event = quoted === undefined ? plain : parseName(quoted);
  if (event === '') return null;
  if (rest === undefined) return { event };
  const condition = parsePropertyCondition(rest);
  return condition === null ? null : { event, condition };
}

function parseName(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
}

/** The inverse of {@link parseFunnelEvent}. */
export function formatFunnelEvent({ event, condition }: FunnelEvent): string {
  const name = /^"|\?/.test(event) ? JSON.stringify(event) : event;
  return condition === undefined ? name : `${name}?${formatPropertyCondition(condition)}`;
}
