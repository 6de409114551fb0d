import { regressedVersion } from './release-history.js';
import type { Scenario } from './scenario.js';
import type { ScenarioName } from './scenarios.js';

/** How often each ending is dealt out beside the others that fit. Those that are not here only once. */
const shares: Partial<Record<ScenarioName, number>> = {
  // Creating, by people.
  completed: 62,
  completed_signing_in: 10,
  completed_in_other_region: 7,
  completed_then_left: 4,
  terms_declined: 7,
  billing_wall: 8,
  cancelled_at_name: 2,
  cancelled_at_browser: 3,
  cancelled_at_plan: 5,
  cancelled_at_terms: 3,
  cancelled_at_region: 2,
  failed_at_api_call: 1.5,
  failed_at_api_key: 1,
  // Creating, by agents and CI.
  completed_by_flags: 66,
  completed_in_other_region_by_flags: 6,
  terms_not_accepted_by_flags: 4,
  billing_wall_by_flags: 6,
  dry_run_by_flags: 5,
  rate_limited_by_flags: 2,
  failed_at_api_call_by_flags: 1.5,
  unauthorized_by_flags: 1,
  // Signing in.
  signed_in: 60,
  signed_in_and_created: 18,
  signed_in_by_printed_address: 5,
  signed_in_after_browser_failed: 8,
  signed_up: 45,
  signed_up_and_created: 25,
  switched_account: 4,
  sign_up_cancelled_at_browser: 14,
  sign_up_denied_on_page: 10,
  sign_in_cancelled_at_browser: 12,
  sign_in_denied_on_page: 7,
  sign_in_timed_out: 2,
  sign_in_token_endpoint_failed: 5,
  sign_in_token_refused: 2,
  sign_in_applications_failed: 1.5,
  sign_in_cancelled_at_create: 4,
  sign_in_cancelled_at_select: 2,
  sign_in_terms_declined: 3,
  sign_in_billing_wall: 2,
  signed_in_by_flags: 70,
  sign_in_denied_on_page_by_flags: 8,
  sign_in_token_endpoint_failed_by_flags: 4,
  // Changing plans.
  upgraded: 46,
  upgraded_to_named_plan: 20,
  upgraded_then_left: 6,
  downgraded: 24,
  upgrade_terms_declined: 6,
  upgrade_billing_wall: 10,
  already_on_plan: 2,
  upgrade_without_candidates: 5,
  downgrade_without_candidates: 1,
  upgrade_cancelled_at_plan: 6,
  downgrade_cancelled_at_plan: 3,
  upgrade_cancelled_at_terms: 3,
  upgrade_failed: 2,
  upgraded_by_flags: 55,
  downgraded_by_flags: 26,
  upgrade_terms_not_accepted_by_flags: 5,
  upgrade_billing_wall_by_flags: 8,
  already_on_plan_by_flags: 4,
  upgrade_without_plan_by_flags: 2,
  upgrade_failed_by_flags: 2,
  // Everything else.
  list: 55,
  list_failing: 2.5,
  list_signing_in: 6,
  list_denied_on_page: 2,
  list_renewing: 6,
  list_after_session_ended: 2,
  status: 9,
  select: 5,
  select_by_flags: 4,
  init: 7,
  logout: 6,
  completion: 1,
  help: 2,
  typo: 2,
  list_not_signed_in: 3,
};

/** In the version that went wrong, this part of the creations that would be completed fails instead. */
const regressedShare = 0.55;
const failsInstead: Partial<Record<string, ScenarioName>> = {
  completed: 'failed_at_api_key',
  completed_by_flags: 'failed_at_api_key_by_flags',
};

/** Share of a scenario for somebody who runs a version. */
export function shareOf({ name }: Pick<Scenario, 'name'>, version: string): number {
  const share = shares[name as ScenarioName] ?? 0;
  if (version !== regressedVersion) return share;
  if (failsInstead[name] !== undefined) return share * (1 - regressedShare);
  const [instead] = Object.entries(failsInstead).find(([, failing]) => failing === name) ?? [];
  return share + regressedShare * (shares[instead as ScenarioName] ?? 0);
}
