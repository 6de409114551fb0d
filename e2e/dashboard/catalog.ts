import { createHash } from 'node:crypto';
import type { CatalogJson } from '@sonde/protocol';

const plan = { plan: { type: 'enum' as const, values: ['free', 'starter', 'pro', 'unknown'] } };

/** A tool's catalog with one flow of nine steps, an on-path milestone and one off the path. */
export const catalog: CatalogJson = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [],
  flows: [
    {
      name: 'application_create',
      title: 'Create an application',
      event_prefix: 'CLI Application Create',
      steps: [
        'name',
        'auth',
        'plan',
        'terms',
        'region',
        'api_call',
        'api_key',
        'apply_plan',
        'profile_configure',
      ],
      reasons: ['declined_terms', 'cancelled', 'billing_required'],
      milestones: [
        { name: 'Accepted Terms', step: 'terms', on_path: true, properties: plan },
        { name: 'Declined Terms', step: 'terms', on_path: false, properties: plan },
      ],
      properties: {},
      started: {},
      completed: { region: { type: 'slug', pattern: '[a-z]{2}-[0-9]' }, ...plan },
      aborted: {},
      failed: {},
    },
    {
      name: 'auth',
      title: 'Sign in',
      event_prefix: 'CLI Auth',
      steps: ['browser_wait', 'code_exchange', 'apps_fetch', 'app_select', 'profile_configure'],
      reasons: ['cancelled'],
      milestones: [
        { name: 'Browser Opened', step: 'browser_wait', on_path: true, properties: {} },
        { name: 'Callback Received', step: 'browser_wait', on_path: true, properties: {} },
      ],
      properties: {},
      started: { no_browser: { type: 'boolean' } },
      completed: {},
      aborted: {},
      failed: {},
    },
  ],
};

export const catalogHash = createHash('sha256')
  .update(JSON.stringify(catalog))
  .digest('hex')
  .slice(0, 16);
