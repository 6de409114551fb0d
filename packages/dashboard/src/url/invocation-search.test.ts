import { describe, expect, it } from 'vitest';
import {
  describeFilter,
  readInvocationFilter,
  readInvocationSearch,
  stageName,
  withoutFilter,
} from './invocation-search.js';

describe('the list’s own filters', () => {
  it('keeps known filters', () => {
    const filter = {
      status: 'failed',
      person: 'user_1',
      flow: 'application_create',
      flow_stopped_at: 'step:api_call',
      flow_outcome: 'failed',
      flow_error_class: 'ApiError',
    };
    expect(readInvocationFilter({ ...filter, colour: 'red' })).toEqual(filter);
  });

  it('drops unknown values, and filters of a flow run without a flow', () => {
    expect(readInvocationFilter({ status: 'great', flow_reason: 'cancelled' })).toEqual({});
    expect(readInvocationFilter({ flow: 'auth', flow_outcome: 'great' })).toEqual({ flow: 'auth' });
  });

  it('counts people only if the address says so, which is no filter', () => {
    const search = { status: 'failed', count_people: 'true' };
    expect(readInvocationSearch(search)).toEqual({ status: 'failed', count_people: true });
    expect(readInvocationFilter(search)).toEqual({ status: 'failed' });
    expect(readInvocationSearch({ count_people: 'false' })).toEqual({});
  });

  it('removes the filters of a flow run with its flow', () => {
    const filter = readInvocationFilter({
      status: 'failed',
      flow: 'auth',
      flow_reason: 'cancelled',
    });
    expect(withoutFilter(filter, 'flow')).toEqual({ status: 'failed' });
    expect(withoutFilter(filter, 'flow_reason')).toEqual({ status: 'failed', flow: 'auth' });
  });

  it('describes them in words', () => {
    expect(describeFilter('flow', 'auth', { flowTitle: 'Sign in' })).toEqual({
      label: 'Flow',
      value: 'Sign in',
    });
    expect(describeFilter('flow', 'auth')).toEqual({ label: 'Flow', value: 'auth' });
    expect(describeFilter('flow_stopped_at', 'step:plan').value).toBe('plan');
    expect(stageName('milestone:Accepted Terms')).toBe('Accepted Terms');
    expect(stageName('completed')).toBe('Completed');
  });
});
