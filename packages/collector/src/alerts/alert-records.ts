type ReleaseCondition = {
  kind: 'release';
  /** Absent: every tool. */
  tool?: string;
};

export type ThresholdCondition = {
  kind: 'threshold';
  measure: 'success_rate' | 'invocations' | 'users' | 'error_share' | 'flow_completion';
  is: 'below' | 'above';
  /** Of rates from 0 to 1. */
  value: number;
  /** The hours up to now that are counted. */
  window_hours: number;
  /** A rate of fewer runs says nothing. */
  min_runs: number;
  tool?: string;
  command?: string;
  /** Of an error share. */
  error_class?: string;
  /** Of a completion. */
  flow?: string;
};

export type AlertCondition = ReleaseCondition | ThresholdCondition;

/** Where an alert is sent. The secret signs requests, so it is stored as it is. */
export type AlertChannel =
  | { kind: 'webhook'; url: string; secret: string }
  | { kind: 'email'; to: string[] };

export interface AlertRecord {
  id: string;
  project: string;
  name: string;
  condition: AlertCondition;
  channel: AlertChannel;
  /** While it is true, nothing is evaluated or sent. Absent: false. */
  is_paused?: boolean;
  created_at: number;
  created_by: string;
}

/** A message about an incident. */
export type Notice = {
  /** `failed`: given up. */
  state: 'waiting' | 'sent' | 'failed';
  since: number;
  attempts: number;
  /** When it was last sent or tried; null: not yet. */
  attempted_at: number | null;
  /** Of the last failed attempt; if it was sent, why it did not reach everyone. */
  reason: string | null;
};

/** A time in which a condition was met: reported when it began and when it ended. */
export interface IncidentRecord {
  /** UUID. */
  id: string;
  alert: string;
  project: string;
  /** What it is about, unique among open incidents of the alert: a release, or empty. */
  subject: string;
  /** What was found when it began, in words. */
  lines: string[];
  /** Path of the page that shows it. */
  path: string;
  began_at: number;
  ended_at: number | null;
  began: Notice;
  ended: Notice | null;
}
