import { adoption } from './queries/adoption.js';
import { agents } from './queries/agents.js';
import { arrivals } from './queries/arrivals.js';
import { catalog } from './queries/catalog.js';
import { catalogEvent } from './queries/catalog-event.js';
import { command } from './queries/command.js';
import { commands } from './queries/commands.js';
import { errors } from './queries/errors.js';
import { event } from './queries/event.js';
import { eventBreakdown } from './queries/event-breakdown.js';
import { events } from './queries/events.js';
import { filterValues } from './queries/filter-values.js';
import { firstSteps } from './queries/first-steps.js';
import { flowComparison } from './queries/flow-comparison.js';
import { flowTimes } from './queries/flow-times.js';
import { flows } from './queries/flows.js';
import { freeFunnel } from './queries/free-funnel.js';
import { freeFunnelComparison } from './queries/free-funnel-comparison.js';
import { funnel } from './queries/funnel.js';

import { invocation } from './queries/invocation.js';
import { invocations } from './queries/invocations.js';
import { losses } from './queries/losses.js';
import { overview } from './queries/overview.js';
import { quarantine } from './queries/quarantine.js';
import { quarantinedEvent, quarantinedEvents } from './queries/quarantined-events.js';
import type { Query } from './queries/query.js';
import { rejections } from './queries/rejections.js';
import { releaseReport } from './queries/release-report.js';
import { retention } from './queries/retention.js';
import { sql } from './queries/sql.js';
import { sqlViews } from './queries/sql-views.js';
import { storage } from './queries/storage.js';
import { tools } from './queries/tools.js';

/** All queries. The collector serves each of them. */
export const queries = {
  overview,
  adoption,
  retention,
  tools,
  firstSteps,
  filterValues,
  flows,
  funnel,
  flowTimes,
  flowComparison,
  freeFunnel,
  freeFunnelComparison,
  commands,
  command,
  errors,
  agents,
  events,
  event,
  eventBreakdown,
  invocations,
  invocation,
  catalog,
  catalogEvent,
  quarantine,
  quarantinedEvents,
  quarantinedEvent,
  arrivals,
  losses,
  rejections,
  releaseReport,
  storage,
  sql,
  sqlViews,
} satisfies Record<string, Query>;
