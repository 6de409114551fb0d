/** What is true of the order, the time, the identity and the ending of events, one sentence each. */
export const rules = {
  // One run
  'run.one_invocation': 'All events of a run, and no others, carry its invocation id.',
  'run.sequence': 'Sequence numbers are 1, 2, 3, … in the order in which events were recorded.',
  'run.sequence_concurrent':
    'Events that are recorded concurrently have sequence numbers of their own.',
  'run.timestamps': 'Timestamps of a run rise by at least a millisecond from event to event.',
  'run.delivered': 'All that a run recorded is delivered.',
  'run.declared': 'Nothing is reported that the catalog does not declare.',
  'run.private': 'No name, token, password, path, address or message of an error is in any event.',

  // Base properties
  'base.every_event': 'Every event carries all base properties, flow events too.',
  'base.last': 'A property of an event cannot take the place of a base property.',
  'base.command': 'The command is its full path without arguments.',
  'base.flags': 'Flags are the names of those that were set, without values.',
  'base.release': 'A release reports its version and `prod`.',
  'base.source_build': 'A source build reports `main` and `dev`.',
  'base.ci': 'In CI, the vendor is named and the run is not interactive.',
  'base.agent': 'An agent is named from a fixed list; its variable is never reported.',
  'base.invocation_properties': 'What is learned of the whole run is on every event that follows.',

  // Identity
  'identity.anonymous': 'Every event carries the anonymous id, which stays the same.',
  'identity.ci': 'In CI the anonymous id is shared by vendor.',
  'identity.signed_in': 'With a session, every event carries the user from the first one on.',
  'identity.project': 'Inside a project every event carries the project’s id.',
  'identity.identify_on_sign_in':
    'Signing in identifies, and what follows carries the user, Completed included.',
  'identity.identify_on_sign_up': 'Signing up identifies likewise.',
  'identity.identify_on_switch': 'Signing in as somebody else identifies the new user.',
  'identity.identify_on_renewal': 'Renewing the session identifies.',
  'identity.no_identify_without': 'A run that uses the session as it is does not identify.',
  'identity.logout_with_user':
    'Signing out is reported with the user still attached, before the session is cleared.',
  'identity.no_identify_after_logout': 'No identify follows signing out.',
  'identity.anonymous_after_logout':
    'Later runs carry only the anonymous id, as those of a fresh install.',
  'identity.one_person':
    'The dashboard shows one person across being anonymous, signing in and signing out.',

  // The command
  'command.first_and_last': 'Invoked is the first event of a run and Completed the last one.',
  'command.exactly_one_completed': 'Every Invoked is followed by exactly one Completed.',
  'command.failed_before_completed': 'Failed comes just before Completed when the command threw.',
  'command.not_failed_when_cancelled': 'Cancelling is not a failure: there is no Failed.',
  'command.exit_code': 'The exit code that is reported is the one the shell sees.',
  'command.duration_of_body':
    'The duration ends with the command’s body: no update notifier and no delivery is in it.',
  'command.notifier_never_delays': 'The update notifier never makes a run wait.',
  'command.nothing_for_help': 'Nothing is reported for `--help`.',
  'command.nothing_for_version': 'Nothing is reported for `--version`.',
  'command.nothing_for_completion': 'Nothing is reported for shell completion.',
  'command.nothing_for_telemetry': 'Nothing is reported of the commands about telemetry.',
  'command.nothing_for_typos': 'Nothing is reported for an unknown command or flag.',
  'command.nothing_before_auth_check':
    'Nothing is reported when the check for a session stops a command before it begins.',
  'command.invoked_after_auth_check':
    'Invoked is reported once the check for a session has passed.',

  // Errors
  'error.first_informative': 'The class is the first informative one in the chain of causes.',
  'error.wrapper': 'An `Error` around another error is looked through.',
  'error.aggregate_of_one': 'An aggregate of one error is looked through.',
  'error.unknown': 'An error that stays generic is `unknown`.',
  'error.system': 'An error of the system is called by its code.',
  'error.minified': 'A minified build reports the same classes.',
  'error.http_status': 'An error that carries a status of HTTP reports it.',
  'error.cancel_at_prompt': 'Ctrl-C at a prompt is cancelling.',
  'error.cancel_by_signal': 'SIGINT is cancelling.',
  'error.cancel_by_abort': 'A request that is cut off by Ctrl-C is cancelling.',

  // Flows
  'flow.one_terminal': 'A flow run that started has exactly one terminal.',
  'flow.second_terminal_ignored': 'A second terminal is ignored, and said in debug mode.',
  'flow.run_id': 'All events of a flow run, and no others, carry its id.',
  'flow.milestone_between': 'Milestones come between Started and the terminal.',
  'flow.step_not_reported': 'A step is reported by the terminal alone.',
  'flow.left_by_throwing': 'A flow whose scope threw is Failed.',
  'flow.left_by_cancelling': 'A flow whose scope was cancelled is Aborted.',
  'flow.left_by_returning': 'A flow whose scope returned ends as its result says.',
  'flow.courtesy_cancelled': 'Ctrl-C at a question after the fact leaves the flow Completed.',
  'flow.courtesy_failed': 'A failure after the fact leaves the flow Completed.',
  'flow.one_breakdown': 'Every Aborted says by itself why and where the user stopped.',
  'flow.dry_run': 'A dry run reports no flow.',
  'flow.lazy_login': 'Signing in inside another command is no flow of its own.',
  'flow.lazy_renewal': 'Renewing the session inside another command is no flow of its own.',
  'flow.lazy_attribution':
    'What is reported while signing in lazily carries the command that caused it.',
  'flow.nested_collapses':
    'A flow that begins inside another one is part of it, and at most moves its step.',
  'flow.nested_reported':
    'Where a tool asks for it, a nested flow is reported with the flow it began in.',

  // Signing in
  'auth.browser_failed_goes_on': 'A browser that cannot be opened does not end the flow.',
  'auth.create_or_select':
    'Signing in goes on with `app_create` where there is no application, else with `app_select`.',

  // Creating an application
  'create.region_used': 'The region is the one that was used, not the one that was asked for.',
  'create.free_is_free': 'The free tier is `free`, whatever its template is called.',
  'create.unknown_plan': 'A plan that is not in the vocabulary is `unknown`.',
  'create.billing_interactive': 'A billing wall is Aborted on a terminal.',
  'create.billing_flags': 'A billing wall is Aborted without a terminal, too.',

  // Changing a plan
  'plan_change.requested_plan': 'The requested plan is reported when it was given, else not.',
  'plan_change.one_vocabulary':
    'All plans are of one vocabulary: ids, `free` for the free tier, `unknown` when not known.',

  // Vanished
  'vanished.flow': 'The flow of a killed run is Aborted as vanished, at the step it had reached.',
  'vanished.command': 'A killed run is completed as vanished by a later one.',
  'vanished.sequence': 'What is added to a killed run carries the next sequence numbers.',

  // What can go wrong
  'fault.callback_error': 'The browser comes back with an error.',
  'fault.callback_never': 'The browser never comes back.',
  'fault.token_endpoint': 'The token endpoint fails.',
  'fault.unauthorized_midway': 'A session is refused in the middle of a command.',
  'fault.not_found': 'The service answers 404.',
  'fault.conflict': 'The service answers 409.',
  'fault.rate_limited': 'The service answers 429.',
  'fault.server_error': 'The service answers 500.',
  'fault.refused': 'Nothing listens where the service should.',
  'fault.broken_connection': 'The connection to the service breaks.',
  'fault.timed_out': 'The service does not answer in time.',
  'fault.malformed': 'The service answers with JSON that cannot be read.',
  'fault.no_keyring': 'There is no keyring.',
  'fault.corrupt_configuration': 'A file of orbit’s own is damaged.',
  'fault.unwritable_configuration': 'A file of orbit’s own cannot be written.',

  // For those who look
  'debug.shows_events': 'In debug mode stderr shows the events as they are recorded.',
  'debug.shows_delivery': 'In debug mode stderr shows what became of their delivery.',
  'debug.stdout_same': 'Standard output is the same, byte by byte, in debug mode.',
} as const;

export type RuleId = keyof typeof rules;
