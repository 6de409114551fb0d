import {
  type FreeFunnelDefinition,
  type FunnelEvent,
  type FunnelSubject,
  funnelEventForm,
  funnelSubjects,
  parseFunnelEvent,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';

export const fewestSteps = 2;
export const mostSteps = 12;

const day = 86_400_000;
export const longestWindowMs = 366 * day;

/** Parameters that say what a free funnel is. */
export const freeFunnelParameters = {
  step: Type.Array(Type.String(), {
    description: `The steps in order, ${fewestSteps} to ${mostSteps}: ${funnelEventForm}`,
  }),
  per: Type.Optional(
    Type.Enum(funnelSubjects, { description: 'What is counted. Default `invocation`' }),
  ),
  window_ms: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: longestWindowMs,
      description: 'Longest time from the first step. Default 7 days per person, else no limit',
    }),
  ),
  exclude: Type.Optional(
    Type.String({ description: `Ends an attempt between two steps: ${funnelEventForm}` }),
  ),
};

/**
 * @param input Values of parameters; their names begin with `prefix`.
 * @throws `parameter_invalid`
 */
export function readFunnelDefinition(
  input: { step: string[]; per: FunnelSubject; window_ms?: number; exclude?: string },
  prefix = '',
): FreeFunnelDefinition {
  const { step, per, window_ms, exclude } = input;
  if (step.length < fewestSteps || step.length > mostSteps) {
    throw new SondeError('parameter_invalid', {
      detail: `a funnel has ${fewestSteps} to ${mostSteps} steps; this one has ${step.length}`,
    });
  }
  return {
    steps: step.map((text) => readEvent(`${prefix}step`, text)),
    ...(exclude !== undefined && { exclude: readEvent(`${prefix}exclude`, exclude) }),
    windowMs: window_ms ?? (per === 'person' ? 7 * day : null),
  };
}

function readEvent(name: string, text: string): FunnelEvent {
  const event = parseFunnelEvent(text);
  if (event !== null) return event;
  throw new SondeError('parameter_invalid', {
    detail: `${name}=${text.slice(0, 100)} is not of the form <event> or <event>?<name>:<value>, with the value as JSON`,
  });
}
