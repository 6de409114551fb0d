/**
 * The contract of orbit's events, written independently of orbit: names are repeated here, so that
 * a name missing in the catalog does not go missing in the contract too.
 */

/** The values of a property: a list, each of which needs a case, or any value of a shape. */
export type ContractProperty =
  | { values: readonly (string | boolean | number)[]; onlyWhen?: string }
  | { shape: string; onlyWhen?: string };

export interface ContractEvent {
  when: string;
  /** In addition to the base properties. */
  properties: Readonly<Record<string, ContractProperty>>;
}

const oneOf = (...values: (string | boolean | number)[]) => ({ values });
const shape = (name: string) => ({ shape: name });
const onlyWhen = <P extends ContractProperty>(condition: string, property: P) => ({
  ...property,
  onlyWhen: condition,
});

/** On every event. */
export const baseProperties: Readonly<Record<string, ContractProperty>> = {
  invocation_id: shape('a UUID, the same on every event of a run'),
  sequence: shape('1, 2, 3, … within a run'),
  command: oneOf(
    'orbit',
    'orbit application',
    'orbit application create',
    'orbit application list',
    'orbit application select',
    'orbit application upgrade',
    'orbit application downgrade',
    'orbit auth login',
    'orbit auth signup',
    'orbit auth logout',
    'orbit auth status',
    'orbit init',
  ),
  flags: shape('names of the flags given, never their values'),
  version: shape('a semantic version, or `main` for a source build'),
  env: oneOf('prod', 'dev'),
  operating_system: shape('as Node.js names it, such as `linux`'),
  arch: shape('as Node.js names it, such as `x64`'),
  runtime: shape('such as `node`'),
  runtime_version: shape('such as `20.19.0`'),
  is_ci: oneOf(false, true),
  ci_name: shape('the vendor, `unknown`, or null outside CI'),
  cli_context: oneOf('human', 'agent:codex', 'agent:other', 'agent:unknown'),
  is_interactive: oneOf(false, true),
  app_id: onlyWhen(
    'there is a default application, or one was just created',
    shape('id of the application'),
  ),
  configured_applications: onlyWhen(
    'the profiles can be read',
    shape('number of application profiles on this machine'),
  ),
};

const plan = oneOf('free', 'starter', 'pro', 'unknown');
const milliseconds = shape('milliseconds');
const errorClass = shape('class of the error');

export const lifecycle: Readonly<Record<string, ContractEvent>> = {
  'Command Invoked': {
    when: 'the command is about to run; first event of the run',
    properties: {},
  },
  'Command Failed': {
    when: 'just before Completed, if the command threw and was not cancelled',
    properties: {
      error_class: errorClass,
      error_source: oneOf('user', 'network', 'api', 'filesystem', 'timeout', 'internal'),
      http_status: onlyWhen('the error carries one', shape('100 to 599')),
    },
  },
  'Command Completed': {
    when: 'last event of the run',
    properties: {
      succeeded: oneOf(true, false),
      exit_code: onlyWhen('the process did not vanish', oneOf(0, 1, 2, 4)),
      duration_ms: onlyWhen('the command’s body ended', milliseconds),
      error_class: onlyWhen('the command threw', errorClass),
      user_cancelled: onlyWhen('it did not succeed', oneOf(true, false)),
      vanished: onlyWhen('the process ended before it could report', oneOf(true)),
    },
  },
  'Command Rejected': {
    when: 'orbit refuses what was typed; the only event of the run',
    properties: {
      kind: oneOf('unknown_command', 'unknown_flag', 'missing_argument', 'invalid_value'),
      nearest: shape('the command or flag within two edits, else `none`'),
    },
  },
  $identify: {
    when: 'a session was established or renewed in this run',
    properties: {},
  },
};

/** Events outside flows. */
export const events: Readonly<Record<string, ContractEvent>> = {
  'CLI Auth Logout': {
    when: 'the user signs out; before the session is cleared',
    properties: { flow: oneOf('logout') },
  },
};

export interface ContractFlow {
  eventPrefix: string;
  steps: readonly ContractStep[];
  /** Without `vanished`, which every flow has. */
  reasons: readonly string[];
  /** By the name after the prefix, with Started and the end events. */
  events: Readonly<Record<string, ContractEvent>>;
}

/** What can end a flow during a step. */
interface ContractStep {
  name: string;
  /** The step has a prompt or a wait, where Ctrl-C is possible. */
  cancelled: boolean;
  /** Something in the step can fail. */
  failed: boolean;
}

const step = (name: string, { cancelled = true, failed = true } = {}): ContractStep => ({
  name,
  cancelled,
  failed,
});
const namesOf = (steps: readonly ContractStep[]) => oneOf(...steps.map(({ name }) => name));
const failing = (steps: readonly ContractStep[]) => namesOf(steps.filter(({ failed }) => failed));

const authSteps = [
  step('browser_wait'),
  step('code_exchange'),
  step('apps_fetch'),
  step('app_create'),
  step('app_select'),
  step('profile_configure', { cancelled: false }),
];
const createSteps = [
  step('name'),
  step('auth'),
  step('plan'),
  // Terms are accepted, declined, or the run ends.
  step('terms', { failed: false }),
  step('region'),
  step('api_call'),
  step('api_key'),
  step('apply_plan'),
  // The application exists by then: a failure only causes a warning.
  step('profile_configure', { cancelled: false, failed: false }),
];
const planChangeSteps = [
  step('auth'),
  step('application'),
  step('plan'),
  // There is a card or not: no prompt and no wait.
  step('billing', { cancelled: false, failed: false }),
  step('terms', { failed: false }),
  step('api_call'),
  // The plan has changed by then.
  step('profile_configure', { cancelled: false, failed: false }),
];

const authFlow = { flow: oneOf('login', 'signup') };
const direction = { direction: oneOf('upgrade', 'downgrade') };
const region = shape('the region that was used');

export const flows: Readonly<Record<string, ContractFlow>> = {
  auth: {
    eventPrefix: 'CLI Auth',
    steps: authSteps,
    // Creating an application during the flow can stop it for other reasons.
    reasons: ['cancelled', 'declined_terms', 'billing_required'],
    events: {
      Started: {
        when: 'sign-in or sign-up begins',
        properties: { ...authFlow, no_browser: oneOf(false, true) },
      },
      'Browser Opened': {
        when: 'the browser was asked to open the sign-in page',
        properties: authFlow,
      },
      'Browser Failed': {
        when: 'the browser could not be opened; not fatal',
        properties: authFlow,
      },
      'Callback Received': { when: 'the browser came back', properties: authFlow },
      Completed: {
        when: 'there is a session, and an application to use',
        properties: { ...authFlow, duration_ms: milliseconds },
      },
      Aborted: {
        when: 'the user stopped',
        properties: {
          ...authFlow,
          step: namesOf(authSteps),
          reason: oneOf('cancelled', 'declined_terms', 'billing_required', 'vanished'),
        },
      },
      Failed: {
        when: 'an error stopped it',
        properties: {
          ...authFlow,
          step: failing(authSteps),
          duration_ms: milliseconds,
          error_class: errorClass,
        },
      },
    },
  },
  application_create: {
    eventPrefix: 'CLI Application Create',
    steps: createSteps,
    reasons: ['declined_terms', 'cancelled', 'billing_required'],
    events: {
      Started: { when: 'creating an application begins', properties: {} },
      'Accepted Terms': { when: 'the plan’s terms were accepted', properties: { plan } },
      'Declined Terms': { when: 'the plan’s terms were not accepted', properties: { plan } },
      Completed: {
        when: 'the application exists, with a key and on its plan',
        properties: { region, plan, duration_ms: milliseconds },
      },
      Aborted: {
        when: 'the user or a rule stopped it',
        properties: {
          step: namesOf(createSteps),
          reason: oneOf('declined_terms', 'cancelled', 'billing_required', 'vanished'),
        },
      },
      Failed: {
        when: 'an error stopped it',
        properties: {
          step: failing(createSteps),
          duration_ms: milliseconds,
          error_class: errorClass,
        },
      },
    },
  },
  plan_change: {
    eventPrefix: 'CLI Application Plan Change',
    steps: planChangeSteps,
    reasons: [
      'declined_terms',
      'cancelled',
      'billing_required',
      'already_on_plan',
      'no_candidates',
    ],
    events: {
      Started: {
        when: 'an upgrade or downgrade begins',
        properties: {
          ...direction,
          requested_plan: onlyWhen('`--plan` was given', plan),
        },
      },
      'Accepted Terms': {
        when: 'the new plan’s terms were accepted',
        properties: { ...direction, plan },
      },
      'Declined Terms': {
        when: 'the new plan’s terms were not accepted',
        properties: { ...direction, plan },
      },
      Completed: {
        when: 'the application is on the new plan',
        properties: { ...direction, from_plan: plan, to_plan: plan, duration_ms: milliseconds },
      },
      Aborted: {
        when: 'the user or a rule stopped it',
        properties: {
          ...direction,
          step: namesOf(planChangeSteps),
          reason: oneOf(
            'declined_terms',
            'cancelled',
            'billing_required',
            'already_on_plan',
            'no_candidates',
            'vanished',
          ),
        },
      },
      Failed: {
        when: 'an error stopped it',
        properties: {
          ...direction,
          step: failing(planChangeSteps),
          duration_ms: milliseconds,
          error_class: errorClass,
        },
      },
    },
  },
};
