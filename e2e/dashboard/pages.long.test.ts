import { afterAll, beforeAll, expect, test } from 'vitest';
import { longCommand } from './awkward-events.js';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import {
  findAccessibilityFaults,
  findFaultsOfLooks,
  horizontalOverflow,
  settle,
} from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

const commandPath = (command: string) => `/commands/${encodeURIComponent(command)}`;

const pages = (): { name: string; path: string; title: RegExp }[] => [
  { name: 'overview', path: '/', title: /^Overview/ },
  { name: 'home', path: '/home', title: /^Home/ },
  { name: 'releases', path: '/releases', title: /^What got worse/ },
  { name: 'flows', path: '/flows', title: /^Flows/ },
  { name: 'flow', path: '/flows/application_create', title: /^Create an application/ },
  { name: 'compared flow', path: '/flows/application_create?compare=before', title: /^Create an/ },
  {
    name: 'undeclared flow',
    path: `/flows/${encodeURIComponent(world.undeclaredFlow)}`,
    title: /undeclared/,
  },
  { name: 'funnels', path: '/funnels', title: /^Funnels/ },
  {
    name: 'funnel of people',
    path: '/funnels?step=Command%20Invoked&step=nope&step=Command%20Completed&per=person&by=version',
    title: /^Funnels/,
  },
  { name: 'commands', path: '/commands?sort=-success', title: /^Commands/ },
  { name: 'command', path: '/commands/orbit%20application%20create', title: /^orbit application/ },
  { name: 'command with a long name', path: commandPath(longCommand), title: /./ },
  { name: 'no such command', path: '/commands/nope', title: /^nope/ },
  { name: 'errors', path: '/errors', title: /^Errors/ },
  { name: 'agents', path: '/agents', title: /^Agents/ },
  { name: 'events', path: '/events', title: /^Events/ },
  {
    name: 'event',
    path: '/events/Command%20Completed?by=duration_ms',
    title: /^Command Completed/,
  },
  { name: 'unknown event', path: '/events/nope', title: /^nope/ },
  {
    name: 'invocations',
    path: '/invocations?flow=application_create&flow_outcome=failed',
    title: /^Invocations/,
  },
  {
    name: 'invocation',
    path: `/invocations/${world.awkward.interleaved}`,
    title: /^orbit application environment/,
  },
  { name: 'invocation with a gap', path: `/invocations/${world.awkward.gap}`, title: /^<script>/ },
  { name: 'refused run', path: `/invocations/${world.awkward.refused}`, title: /^orbit / },
  { name: 'no such flow', path: '/flows/nope', title: /^Unknown flow/ },
  { name: 'no such page', path: '/nope', title: /^No such page/ },
  { name: 'no such project', path: '/?project=nope', title: /^Unknown project/ },
  { name: 'adoption', path: '/adoption', title: /^Adoption/ },
  { name: 'adoption of runtimes', path: '/adoption?by=runtime&of=invocations', title: /^Adoption/ },
  { name: 'retention', path: '/retention?range=90d', title: /^Retention/ },
  { name: 'retention by version', path: '/retention?by=version', title: /^Retention/ },
  { name: 'sql', path: '/sql', title: /^SQL/ },
  {
    name: 'result of sql',
    path: '/sql?query=SELECT%20invocation_id%2C%20command%20FROM%20invocations',
    title: /^SQL/,
  },
  { name: 'health', path: '/health', title: /^Health/ },
  { name: 'settings', path: '/settings', title: /^Settings/ },
  { name: 'keys', path: '/settings/keys', title: /^Keys/ },
  { name: 'alerts', path: '/settings/alerts', title: /^Alerts/ },
  { name: 'projects', path: '/settings/projects', title: /^Projects/ },
  { name: 'people, without accounts', path: '/settings/people', title: /^People/ },
  { name: 'nothing in range', path: '/?from=2024-01-01&to=2024-01-02', title: /^Overview/ },
];

test('every page is accessible, fits its window, and logs no errors', async () => {
  await world.withPage({}, async (page, { complaints, foreignRequests }) => {
    for (const { name, path, title } of pages()) {
      await page.goto(`${world.url}${path}`);
      await settle(page);
      expect(await page.title(), name).toMatch(title);
      expect(await findFaultsOfLooks(page), name).toEqual([]);
      // An unknown flow returns 404, which the browser itself logs.
      const own = complaints.splice(0).filter((text) => !/status of 404/.test(text));
      expect(own, name).toEqual([]);
    }
    expect(foreignRequests).toEqual([]);
  });
});

test('refused arguments are on the overview, with the newest of their runs', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(world.url);
    const row = page.locator('[data-rejection="unknown_command"]').first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/orbit: unknown command, close to list\s+2\s+1 h ago/);
    expect(await page.locator('[data-rejection="unknown_flag"]').count()).toBe(1);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'orbit', exact: true }).waitFor();
    expect(await page.title()).toMatch(/^orbit /);
    expect(await page.getByText('Refused', { exact: true }).count()).toBe(1);
  });
});

test.each(['light', 'dark'] as const)(
  'content that opens on demand is accessible too: %s',
  async (colorScheme) => {
    await world.withPage({ colorScheme }, async (page, { complaints }) => {
      const check = async (what: string) => {
        await settle(page);
        expect(await findAccessibilityFaults(page), what).toEqual([]);
      };
      await page.goto(`${world.url}/?range=24h&version=1.5.0`);
      await settle(page);
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await check('table');
      await page.getByRole('button', { name: 'Range: Last 24 hours' }).click();
      await page.getByRole('button', { name: 'Month before' }).waitFor();
      await check('range');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('button', { name: 'Command' }).waitFor();
      await check('filters');
      await page.getByRole('button', { name: 'Command' }).click();
      await page.getByRole('checkbox').first().waitFor();
      await check('values');
      await page.goto(`${world.url}/invocations/${world.awkward.interleaved}`);
      await page.getByRole('button', { name: 'Open all' }).click();
      await check('events');
      await page.setViewportSize({ width: 375, height: 800 });
      expect(await horizontalOverflow(page)).toBe(0);
      await page.getByRole('button', { name: 'Pages' }).click();
      await page.getByRole('dialog').getByRole('link', { name: 'Flows' }).waitFor();
      await check('pages');
      expect(complaints).toEqual([]);
    });
  },
);
