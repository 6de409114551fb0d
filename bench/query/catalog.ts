import type { CatalogJson, FlowDeclaration } from '@sonde/protocol';

function declareFlow(
  flow: Pick<FlowDeclaration, 'name' | 'title' | 'event_prefix' | 'steps'>,
  milestones: [name: string, step: string, onPath: boolean][],
): FlowDeclaration {
  return {
    ...flow,
    reasons: ['declined_terms', 'cancelled', 'billing_required'],
    milestones: milestones.map(([name, step, on_path]) => ({
      name,
      step,
      on_path,
      properties: {},
    })),
    properties: {},
    started: {},
    completed: {},
    aborted: {},
    failed: {},
  };
}

/** The flows that the generated events belong to. */
export const catalog: CatalogJson = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [],
  flows: [
    declareFlow(
      {
        name: 'application_create',
        title: 'Create an application',
        event_prefix: 'CLI Application Create',
        steps: [
          ...['name', 'auth', 'plan', 'terms', 'region', 'api_call', 'api_key', 'apply_plan'],
          'profile_configure',
        ],
      },
      [
        ['Accepted Terms', 'terms', true],
        ['Declined Terms', 'terms', false],
      ],
    ),
    declareFlow(
      {
        name: 'auth',
        title: 'Sign in',
        event_prefix: 'CLI Auth',
        steps: ['browser_wait', 'code_exchange', 'apps_fetch', 'app_select', 'profile_configure'],
      },
      [
        ['Browser Opened', 'browser_wait', true],
        ['Browser Failed', 'browser_wait', false],
        ['Callback Received', 'browser_wait', true],
      ],
    ),
    declareFlow(
      {
        name: 'plan_change',
        title: 'Change the plan',
        event_prefix: 'CLI Application Plan Change',
        steps: ['plan', 'terms', 'apply_plan'],
      },
      [
        ['Accepted Terms', 'terms', true],
        ['Declined Terms', 'terms', false],
      ],
    ),
  ],
};
