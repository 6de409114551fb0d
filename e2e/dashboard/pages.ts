import { longCommand } from './awkward-events.js';
import type { DashboardWorld } from './dashboard-world.js';

const commandPath = (command: string) => `/commands/${encodeURIComponent(command)}`;

interface DashboardPage {
  name: string;
  path: string;
  title: RegExp;
}

/** Every page, and some of their forms. */
export const listPages = (
  world: Pick<DashboardWorld, 'awkward' | 'undeclaredFlow'>,
): DashboardPage[] => [
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
  { name: 'live', path: '/live', title: /^Live/ },
  { name: 'catalog', path: '/catalog', title: /^Catalog/ },
  { name: 'health', path: '/health', title: /^Health/ },
  { name: 'settings', path: '/settings', title: /^Settings/ },
  { name: 'keys', path: '/settings/keys', title: /^Keys/ },
  { name: 'alerts', path: '/settings/alerts', title: /^Alerts/ },
  { name: 'projects', path: '/settings/projects', title: /^Projects/ },
  { name: 'people, without accounts', path: '/settings/people', title: /^People/ },
  { name: 'forwarders', path: '/settings/forwarders', title: /^Forwarders/ },
  { name: 'age of data', path: '/settings/retention', title: /./ },
  { name: 'undeclared data', path: '/settings/undeclared', title: /./ },
  { name: 'data of a person', path: '/settings/person', title: /./ },
  { name: 'storage', path: '/settings/storage', title: /./ },
  { name: 'nothing in range', path: '/?from=2024-01-01&to=2024-01-02', title: /^Overview/ },
];
