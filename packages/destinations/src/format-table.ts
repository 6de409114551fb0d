import { amplitudeFormat } from './amplitude-format.js';
import type { DestinationType } from './destination.js';
import { posthogFormat } from './posthog-format.js';
import { segmentFormat } from './segment-format.js';
import { sondeFormat } from './sonde-format.js';
import type { WireFormat } from './wire-format.js';

const formats: Record<DestinationType, WireFormat> = {
  sonde: sondeFormat,
  segment: segmentFormat,
  posthog: posthogFormat,
  amplitude: amplitudeFormat,
};

/** The format of a destination. The default is a collector's: old settings files name no type. */
export function wireFormatOf(type: DestinationType): WireFormat {
  return Object.hasOwn(formats, type) ? formats[type] : sondeFormat;
}
