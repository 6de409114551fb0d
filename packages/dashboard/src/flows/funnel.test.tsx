// @vitest-environment happy-dom

import { MantineProvider } from '@mantine/core';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Funnel as FunnelResponse, FunnelStage } from '../api/responses.js';
import { readInvocationSearch } from '../url/invocation-search.js';
import { readScope } from '../url/scope-search.js';
import { parseSearch, stringifySearch } from '../url/search-string.js';
import { Funnel } from './funnel.js';

afterEach(cleanup);

const nothing: FunnelStage['stopped'] = {
  total: 0,
  aborted: [],
  failed: [],
  vanished: 0,
  incomplete: 0,
};

const stage = (id: string, reached: number, more: Partial<FunnelStage> = {}): FunnelStage => {
  const [kind, name = id] = id.split(/:(.*)/) as [FunnelStage['kind'], string?];
  return {
    id,
    kind,
    name,
    declaration: 'now',
    reached,
    from_previous: 1,
    from_start: 1,
    time_p50_ms: null,
    time_p90_ms: null,
    stopped: nothing,
    ...more,
  };
};

const funnel = (runs: number, stages: FunnelStage[]): FunnelResponse => ({
  flow: 'application_create',
  title: 'Create an application',
  event_prefix: 'CLI Application Create',
  declared: true,
  declaration: 'now',
  tools: ['orbit'],
  runs,
  invocations: runs,
  outcomes: { completed: 0, aborted: 0, failed: 0, vanished: 0, incomplete: 0 },
  conversion: null,
  duration_p50_ms: null,
  duration_p90_ms: null,
  stages,
  reasons: [],
  milestones: [],
});

async function renderFunnel(response: FunnelResponse, address = '/?range=7d&version=1.0.0') {
  const root = createRootRoute({
    validateSearch: readScope,
    component: () => <Funnel funnel={response} />,
  });
  const list = createRoute({
    getParentRoute: () => root,
    path: '/invocations',
    validateSearch: readInvocationSearch,
  });
  const router = createRouter({
    routeTree: root.addChildren([list]),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch,
    stringifySearch,
  });
  await router.load();
  // The app's own router is the registered type; this one has only the routes that the funnel
  // needs.
  render(
    <MantineProvider env="test">
      <RouterProvider router={router as never} />
    </MantineProvider>,
  );
  const list_ = await screen.findByRole('list', { name: 'Stages of the funnel' });
  const row = (id: string) => {
    const found = list_.querySelector<HTMLElement>(`[data-stage="${id}"]`);
    if (found === null) throw new Error(`no stage ${id}`);
    return found;
  };
  return { list: list_, row };
}

/** The text that a sighted person reads. */
function visibleText(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('.mantine-VisuallyHidden-root')) hidden.remove();
  return copy.textContent ?? '';
}

const searchOf = (link: HTMLElement) =>
  parseSearch(new URL(link.getAttribute('href') ?? '', 'http://here').search);

describe('Funnel', () => {
  it('shows the numbers of its attributes, each as a link to its invocations', async () => {
    const { row } = await renderFunnel(
      funnel(1_200, [
        stage('started', 1_200),
        stage('step:terms', 1_000, {
          from_start: 10 / 12,
          from_previous: 10 / 12,
          stopped: {
            total: 75,
            aborted: [
              { reason: 'declined_terms', runs: 40 },
              { reason: 'cancelled', runs: 20 },
            ],
            failed: [{ error_class: 'ApiError', runs: 9 }],
            vanished: 5,
            incomplete: 1,
          },
        }),
      ]),
    );
    const terms = row('step:terms');
    expect(terms.dataset.reached).toBe('1000');
    const main = within(terms).getByRole('link', {
      name: /^terms\s*:\s*1,000\s*runs,\s*83.3%\s*of all/,
    });
    expect(main.textContent).toContain('1,000');
    expect(searchOf(main)).toEqual({
      range: '7d',
      version: '1.0.0',
      flow: 'application_create',
      flow_reached: 'step:terms',
    });

    const stops = [...terms.querySelectorAll<HTMLElement>('[data-stop]')];
    expect(stops.map((stop) => [stop.dataset.stop, stop.dataset.runs, visibleText(stop)])).toEqual([
      ['aborted:declined_terms', '40', 'declined_terms40'],
      ['aborted:cancelled', '20', 'cancelled20'],
      ['failed:ApiError', '9', 'ApiError9'],
      ['vanished', '5', 'Vanished5'],
      ['incomplete', '1', 'Incomplete1'],
    ]);
    expect(
      searchOf(within(terms).getByRole('link', { name: /^Failed,\s*ApiError\s*:\s*9\s*runs$/ })),
    ).toMatchObject({
      flow_stopped_at: 'step:terms',
      flow_outcome: 'failed',
      flow_error_class: 'ApiError',
    });
    expect(
      searchOf(within(terms).getByRole('link', { name: /^Vanished\s*:\s*5\s*runs$/ })),
    ).toMatchObject({
      flow_stopped_at: 'step:terms',
      flow_outcome: 'vanished',
    });
    expect(
      searchOf(within(terms).getByRole('link', { name: /75\s*runs stopped here$/ })),
    ).toMatchObject({
      flow_stopped_at: 'step:terms',
    });
  });

  it('stays within its frame without runs', async () => {
    const { row } = await renderFunnel(
      funnel(0, [
        stage('started', 0, { from_start: null, from_previous: null }),
        stage('completed', 0, { from_start: null, from_previous: null }),
      ]),
    );
    expect(row('started').textContent).toContain('–');
    for (const bar of row('completed').querySelectorAll<HTMLElement>('[style]')) {
      expect(bar.style.width).toBe('0%');
    }
  });

  it('stays within its frame if more runs reach a stage than the previous one', async () => {
    const { row } = await renderFunnel(
      funnel(100, [
        stage('started', 100),
        stage('milestone:Accepted Terms', 40, {
          from_start: 0.4,
          time_p50_ms: 1_200,
          time_p90_ms: 90_000,
        }),
        stage('step:region', 60, { from_start: 0.6, from_previous: 1.5 }),
      ]),
    );
    expect(row('step:region').textContent).toContain('150%');
    expect(row('milestone:Accepted Terms').textContent).toContain('1 min 30 s');
  });

  it('names a stop without a cause, and links to it by outcome only', async () => {
    const { row } = await renderFunnel(
      funnel(2, [
        stage('started', 2, {
          stopped: { ...nothing, total: 2, aborted: [{ reason: '', runs: 2 }] },
        }),
      ]),
    );
    const link = within(row('started')).getByRole('link', {
      name: /^Aborted,\s*not said\s*:\s*2\s*runs$/,
    });
    expect(searchOf(link)).not.toHaveProperty('flow_reason');
  });

  it('folds many kinds of stops and opens them on demand', async () => {
    const failed = Array.from({ length: 40 }, (_, index) => ({
      error_class: `Error${index}`.padEnd(120, 'X'),
      runs: 40 - index,
    }));
    const { row } = await renderFunnel(
      funnel(900, [
        stage('started', 900),
        stage('step:api_call', 900, { stopped: { ...nothing, total: 820, failed } }),
      ]),
    );
    const call = row('step:api_call');
    expect(call.querySelectorAll('[data-stop]')).toHaveLength(8);
    fireEvent.click(within(call).getByRole('button', { name: '32 more' }));
    expect(call.querySelectorAll('[data-stop]')).toHaveLength(40);
  });
});
