import { EventDetail, EventList, PropertyBreakdown } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { Type } from 'typebox';
import { defineQuestion, scope, toParameters } from './question.js';
import { renderBreakdown, renderEvent, renderEvents } from './render-events.js';

export const eventQuestions = [
  defineQuestion({
    name: 'events',
    title: 'How often events occur',
    description:
      'Every event with its count, runs and people. With event: that one and its properties. With event and property: its values, each as a condition for invocations.',
    input: {
      event: Type.Optional(Type.String({ description: 'Name of an event' })),
      property: Type.Optional(Type.String({ description: 'Name of a property; needs event' })),
      ...scope,
    },
    async answer(ask, { event, property, ...input }) {
      const parameters = toParameters(input);
      if (event === undefined) {
        if (property !== undefined) {
          throw new SondeError('option_invalid', { detail: 'property needs event' });
        }
        return renderEvents(await ask('/api/v1/events', EventList, parameters));
      }
      const path = `/api/v1/events/${encodeURIComponent(event)}`;
      if (property === undefined) return renderEvent(await ask(path, EventDetail, parameters));
      const breakdown = await ask(`${path}/breakdown`, PropertyBreakdown, {
        ...parameters,
        property,
      });
      return renderBreakdown(breakdown);
    },
  }),
];
