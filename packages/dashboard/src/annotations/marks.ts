import { dayIn } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import type { Annotation } from '../api/saved-queries.js';

/** Something that happened at a point of a chart. */
export interface Mark {
  /** When it happened. */
  at: string;
  /** The point of the chart. */
  time: string;
  text: string;
  /** Undefined for a release, which appears by itself. */
  annotation?: Annotation;
}

interface Chart {
  interval: Overview['interval'];
  series: readonly { time: string }[];
  zone: string;
}

const hourMs = 3_600_000;

/** The annotations and releases within the range of a chart, in their order. */
export function marksOf(
  { annotations, overview }: { annotations: readonly Annotation[]; overview: Overview | undefined },
  chart: Chart,
): Mark[] {
  const first = Date.parse(chart.series[0]?.time ?? '');
  const marks = [
    ...annotations.map((annotation) => ({ at: annotation.at, text: annotation.text, annotation })),
    ...releasesOf(overview, chart),
  ];
  return marks
    .filter(({ at }) => Date.parse(at) >= first)
    .flatMap((mark) => {
      const time = pointOf(Date.parse(mark.at), chart);
      return time === undefined ? [] : [{ ...mark, time }];
    })
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** Versions that were first seen within the range; those of the first data of all are no releases. */
function releasesOf(overview: Overview | undefined, chart: Chart): { at: string; text: string }[] {
  if (overview === undefined) return [];
  const { versions, previous } = overview;
  if (versions.length === 0) return [];
  const isOneTool = new Set(versions.map(({ tool }) => tool)).size === 1;
  const seen = versions.map(({ first_seen }) => Date.parse(first_seen));
  const start = previous === null ? pointOf(Math.min(...seen), chart) : undefined;
  return versions
    .filter(({ version, first_seen }) => {
      return version !== '' && pointOf(Date.parse(first_seen), chart) !== start;
    })
    .map(({ version, tool, first_seen }) => ({
      at: first_seen,
      text: isOneTool || tool === '' ? `${version} first seen` : `${tool} ${version} first seen`,
    }));
}

/** The point of a chart that an instant belongs to; undefined outside its range. */
function pointOf(at: number, { interval, series, zone }: Chart): string | undefined {
  const time = series.findLast((point) => Date.parse(point.time) <= at)?.time;
  if (time === undefined) return undefined;
  const start = Date.parse(time);
  const isWithin =
    interval === 'hour' ? at - start < hourMs : dayIn(zone, at) === dayIn(zone, start);
  return isWithin ? time : undefined;
}
