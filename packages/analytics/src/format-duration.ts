import { none } from './format-number.js';

/**
 * Formats milliseconds for people, in at most two units: `<1 ms`, `240 ms`, `1.2 s`, `48 s`, `2 min
 * 5 s`, `3 h 12 min`, `2 d 4 h`; `–` for null.
 */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) {
    return none;
  }
  if (milliseconds < 0) return `−${formatDuration(-milliseconds)}`;
  if (milliseconds === 0) return '0 ms';
  if (milliseconds < 1) return '<1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  return (
    inTwoUnits(Math.round(seconds), 60, 'min', 's', 3600) ??
    inTwoUnits(Math.round(seconds / 60), 60, 'h', 'min', 24 * 60) ??
    inTwoUnits(Math.round(seconds / 3600), 24, 'd', 'h', Number.POSITIVE_INFINITY) ??
    none
  );
}

function inTwoUnits(value: number, size: number, large: string, small: string, below: number) {
  if (value >= below) return undefined;
  const rest = value % size;
  const whole = `${Math.floor(value / size).toLocaleString('en-US')} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

/**
 * Formats the time since the start of an invocation. Always to the millisecond, which distinguishes
 * events: `+4 ms`, `+10.181 s`; from an hour on as a duration.
 */
export function formatOffset(milliseconds: number): string {
  const sign = milliseconds < 0 ? '−' : '+';
  const size = Math.abs(milliseconds);
  if (size < 1_000) return `${sign}${Math.round(size)} ms`;
  if (size >= 3_600_000) return `${sign}${formatDuration(size)}`;
  const seconds = (size / 1000).toLocaleString('en-US', {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  });
  return `${sign}${seconds} s`;
}
