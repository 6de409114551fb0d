import type { Alert, AlertBody } from '../../api/alert-queries.js';
import { inPercent, isRate, type Measure } from './describe-alert.js';

/** What is entered in the form, as text. */
export interface AlertDraft {
  name: string;
  kind: 'release' | 'threshold';
  /** Empty: every tool. */
  tool: string;
  /** Empty: every command. */
  command: string;
  measure: Measure;
  is: 'below' | 'above';
  /** Of rates in percent. */
  value: string;
  windowHours: string;
  minRuns: string;
  errorClass: string;
  flow: string;
  channel: 'webhook' | 'email';
  url: string;
  /** Addresses, with commas or spaces between them. */
  to: string;
}

export const emptyDraft: AlertDraft = {
  ...{ name: '', kind: 'release', tool: '', command: '', measure: 'success_rate', is: 'below' },
  ...{ value: '90', windowHours: '24', minRuns: '20', errorClass: '', flow: '' },
  ...{ channel: 'webhook', url: '', to: '' },
};

/** What is entered to change an alert. */
export function draftOf({ name, condition, channel }: Alert): AlertDraft {
  const common: AlertDraft = {
    ...emptyDraft,
    ...{ name, kind: condition.kind, tool: condition.tool ?? '' },
    ...(channel.kind === 'webhook'
      ? { channel: 'webhook', url: channel.url }
      : { channel: 'email', to: channel.to.join(', ') }),
  };
  if (condition.kind === 'release') return common;
  const { measure, is, value, window_hours, min_runs, command, error_class, flow } = condition;
  return {
    ...common,
    ...{ measure, is, value: isRate(measure) ? inPercent(value) : String(value) },
    ...{ windowHours: String(window_hours), minRuns: String(min_runs) },
    ...{ command: command ?? '', errorClass: error_class ?? '', flow: flow ?? '' },
  };
}

/** The value of a threshold; undefined if it is not valid. */
export function readValue({ measure, value }: AlertDraft): number | undefined {
  const number = readNumber(value);
  if (!isRate(measure)) return number;
  return number === undefined || number > 100 ? undefined : Number((number / 100).toPrecision(12));
}

/** A whole number of hours from 1 to 168, or undefined. */
export function readHours(text: string): number | undefined {
  const hours = readWhole(text);
  return hours !== undefined && hours >= 1 && hours <= 168 ? hours : undefined;
}

/** A whole number from 0, or undefined. */
export function readWhole(text: string): number | undefined {
  const number = readNumber(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

const readNumber = (text: string): number | undefined =>
  /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text.trim()) : undefined;

export const isWebAddress = (text: string): boolean =>
  /^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim());

/** The request that creates or changes the alert; undefined while something is missing or not valid. */
export function toAlertBody(draft: AlertDraft): AlertBody | undefined {
  const name = draft.name.trim();
  const condition = toCondition(draft);
  const channel = toChannel(draft);
  if (name === '' || condition === undefined || channel === undefined) return undefined;
  return { name, condition, channel };
}

function toCondition(draft: AlertDraft): AlertBody['condition'] | undefined {
  const { kind, measure, is } = draft;
  const tool = draft.tool === '' ? {} : { tool: draft.tool };
  if (kind === 'release') return { kind, ...tool };
  const value = readValue(draft);
  const hours = readHours(draft.windowHours);
  const runs = isRate(measure) ? readWhole(draft.minRuns) : 0;
  const [command, errorClass, flow] = [draft.command, draft.errorClass, draft.flow].map((text) =>
    text.trim(),
  );
  if (value === undefined || hours === undefined || runs === undefined) return undefined;
  if (measure === 'error_share' && !errorClass) return undefined;
  if (measure === 'flow_completion' && !flow) return undefined;
  return {
    ...{ kind, measure, is, value, window_hours: hours, min_runs: runs, ...tool },
    ...(command && { command }),
    ...(measure === 'error_share' && errorClass && { error_class: errorClass }),
    ...(measure === 'flow_completion' && flow && { flow }),
  };
}

function toChannel({ channel, url, to }: AlertDraft): AlertBody['channel'] | undefined {
  if (channel === 'webhook') {
    return isWebAddress(url) ? { kind: channel, url: url.trim() } : undefined;
  }
  const addresses = to.split(/[\s,;]+/).filter((address) => address !== '');
  return addresses.length === 0 ? undefined : { kind: channel, to: addresses };
}
