/** Rules about the order, time, identity and ending of events, one sentence each. */
export const rules = {
  // One run
  'run.one_invocation': 'Every run has its own invocation id, and all its events carry it.',
  'run.sequence': 'Sequence numbers are 1, 2, 3, … in the order of recording.',
  'run.sequence_concurrent': 'Events recorded concurrently get different sequence numbers.',
  'run.timestamps': 'Timestamps in a run rise by at least a millisecond per event.',
  'run.delivered': 'Every recorded event is delivered.',
  'run.declared': 'Only what the catalog declares is reported.',
  'run.private': 'No event contains a name, token, password, path, address or error message.',

  // Base properties
  'base.every_event': 'Every event carries all base properties; flow events do, too.',
  'base.last': 'An event property cannot replace a base property.',
  'base.command': 'The command is its full path without arguments.',
  'base.flags': 'Flags are reported by name, without values.',
  'base.release': 'A release reports its version and `prod`.',
  'base.source_build': 'A source build reports `main` and `dev`.',
  'base.ci': 'In CI, the vendor is named and the run is not interactive.',
  'base.agent': 'An agent is named from a fixed list; its variable is never reported.',
  'base.invocation_properties': 'A property set for the run is on every later event.',

  // Identity
  'identity.anonymous': 'Every event carries the same anonymous id.',
  'identity.ci': 'In CI, all runs at a vendor share one anonymous id.',
  'identity.signed_in': 'With a session, every event carries the user from the first one on.',
  'identity.project': 'Inside a project every event carries the project’s id.',
  'identity.identify_on_sign_in':
    'Signing in identifies the user; every later event, Completed included, carries the user.',
  'identity.identify_on_sign_up': 'Signing up identifies the user.',
  'identity.identify_on_switch': 'Signing in as another user identifies that user.',
  'identity.identify_on_renewal': 'Renewing the session identifies the user.',
  'identity.no_identify_without': 'A run with a valid session does not identify.',
  'identity.logout_with_user':
    'Signing out is reported with the user, before the session is cleared.',
  'identity.no_identify_after_logout': 'No identify follows signing out.',
  'identity.anonymous_after_logout': 'After signing out, runs carry only the anonymous id.',
  'identity.one_person':
    'The dashboard shows one person before sign-in, while signed in and after sign-out.',

  // The command
  'command.first_and_last': 'Invoked is the first event of a run; Completed is the last.',
  'command.exactly_one_completed': 'Every Invoked is followed by exactly one Completed.',
  'command.failed_before_completed': 'Failed comes just before Completed if the command threw.',
  'command.not_failed_when_cancelled': 'A cancelled command has no Failed.',
  'command.exit_code': 'The reported exit code is the one the shell sees.',
  'command.duration_of_body':
    'The duration is that of the command’s body, without the update notifier or delivery.',
  'command.notifier_never_delays': 'A run never waits for the update notifier.',
  'command.nothing_for_help': 'Nothing is reported for `--help`.',
  'command.nothing_for_version': 'Nothing is reported for `--version`.',
  'command.nothing_for_completion': 'Nothing is reported for shell completion.',
  'command.nothing_for_telemetry': 'Nothing is reported for the `telemetry` commands.',
  'command.rejected_alone': 'For what orbit refuses, only Rejected is reported: nothing ran.',
  'command.rejected_private': 'Rejected never contains a character of what was typed.',
  'command.nothing_before_auth_check':
    'Nothing is reported if a command stops because there is no session.',
  'command.invoked_after_auth_check': 'Invoked is reported after the session check has passed.',

  // Errors
  'error.first_informative': 'The class is the first informative one in the chain of causes.',
  'error.wrapper': 'A plain `Error` that wraps another error is skipped.',
  'error.aggregate_of_one': 'An aggregate of one error is skipped.',
  'error.unknown': 'An error without an informative class is `unknown`.',
  'error.system': 'A system error is reported by its code.',
  'error.minified': 'A minified build reports the same classes.',
  'error.http_status': 'An HTTP status on the error is reported.',
  'error.cancel_at_prompt': 'Ctrl-C at a prompt cancels.',
  'error.cancel_by_signal': 'SIGINT cancels.',
  'error.cancel_by_abort': 'Ctrl-C during a request cancels.',

  // Flows
  'flow.one_terminal': 'A flow run that started has exactly one end event.',
  'flow.second_terminal_ignored': 'A second end event is ignored; debug mode shows a message.',
  'flow.run_id': 'Every flow run has its own id, and all its events carry it.',
  'flow.milestone_between': 'Milestones come between Started and the end event.',
  'flow.step_not_reported': 'Only the end event reports the step.',
  'flow.left_by_throwing': 'A flow whose code threw is Failed.',
  'flow.left_by_cancelling': 'A flow whose code was cancelled is Aborted.',
  'flow.left_by_returning': 'A flow whose code returned ends as the result says.',
  'flow.courtesy_cancelled':
    'Ctrl-C at a question after the work is done leaves the flow Completed.',
  'flow.courtesy_failed': 'A failure after the work is done leaves the flow Completed.',
  'flow.one_breakdown': 'Every Aborted carries both its reason and its step.',
  'flow.dry_run': 'A dry run reports no flow.',
  'flow.lazy_login': 'Signing in during another command is not a separate flow.',
  'flow.lazy_renewal': 'Renewing the session during another command is not a separate flow.',
  'flow.lazy_attribution':
    'Events reported during such a sign-in carry the command that caused it.',
  'flow.nested_collapses':
    'A flow that begins inside another one is part of it; it can only change its step.',
  'flow.nested_reported':
    'If the tool asks for it, a nested flow is reported with its parent flow.',

  // Signing in
  'auth.browser_failed_goes_on': 'The flow goes on if the browser cannot be opened.',
  'auth.create_or_select':
    'Signing in continues with `app_create` if there is no application, else with `app_select`.',

  // Creating an application
  'create.region_used': 'The region is the one used, not the one requested.',
  'create.free_is_free': 'The free tier is `free`, whatever its template is called.',
  'create.unknown_plan': 'A plan outside the declared list is `unknown`.',
  'create.billing_interactive': 'A missing card ends as Aborted in a terminal.',
  'create.billing_flags': 'A missing card ends as Aborted without a terminal, too.',

  // Changing a plan
  'plan_change.requested_plan': 'The requested plan is reported only if it was given.',
  'plan_change.one_vocabulary':
    'All plan properties use the same values: an id, `free` for the free tier, or `unknown`.',

  // Vanished
  'vanished.flow':
    'The flow of a killed run is Aborted with reason `vanished`, at the step it had reached.',
  'vanished.command': 'A later run reports Completed for a killed run, as vanished.',
  'vanished.sequence': 'These recovered events continue the killed run’s sequence numbers.',

  // What can go wrong
  'fault.callback_error': 'The browser comes back with an error.',
  'fault.callback_never': 'The browser never comes back.',
  'fault.token_endpoint': 'The token endpoint fails.',
  'fault.unauthorized_midway': 'A session is refused in the middle of a command.',
  'fault.not_found': 'The service answers 404.',
  'fault.conflict': 'The service answers 409.',
  'fault.rate_limited': 'The service answers 429.',
  'fault.server_error': 'The service answers 500.',
  'fault.refused': 'The service refuses the connection.',
  'fault.broken_connection': 'The connection to the service breaks.',
  'fault.timed_out': 'The service does not answer in time.',
  'fault.malformed': 'The service answers with invalid JSON.',
  'fault.no_keyring': 'There is no keyring.',
  'fault.corrupt_configuration': 'One of orbit’s files is damaged.',
  'fault.unwritable_configuration': 'One of orbit’s files cannot be written.',

  // Debug mode
  'debug.shows_events': 'In debug mode, stderr shows each event when it is recorded.',
  'debug.shows_delivery': 'In debug mode, stderr shows whether events were delivered.',
  'debug.stdout_same': 'Debug mode does not change standard output.',
} as const;

export type RuleId = keyof typeof rules;
