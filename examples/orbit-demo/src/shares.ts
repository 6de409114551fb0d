import { regressedVersion } from './release-history.js';
import type { Scenario } from './scenario.js';
import { findScenario, type ScenarioName } from './scenarios.js';

/**
 * Relative frequency of each outcome among those that fit. Outcomes not listed here occur only
 * once.
 */
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
  sign_up_cancelled_at_browser: 9,
  sign_up_denied_on_page: 6,
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
  upgraded: 60,
  upgraded_to_named_plan: 26,
  upgraded_then_left: 6,
  downgraded: 32,
  upgrade_terms_declined: 6,
  upgrade_billing_wall: 10,
  already_on_plan: 2,
  upgrade_without_candidates: 5,
  downgrade_without_candidates: 1,
  upgrade_cancelled_at_plan: 6,
  downgrade_cancelled_at_plan: 3,
  upgrade_cancelled_at_terms: 3,
  upgrade_failed: 2,
  upgraded_by_flags: 75,
  downgraded_by_flags: 36,
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

/** Relative frequency of a scenario among those that fit. */
export function shareOf({ name }: Pick<Scenario, 'name'>): number {
  return shares[name as ScenarioName] ?? 0;
}

const failsInstead: Partial<Record<string, ScenarioName>> = {
  completed: 'failed_at_api_key',
  completed_by_flags: 'failed_at_api_key_by_flags',
};

/**
 * Makes three of five creations fail that would complete in the version with the bug. Counted, not
 * random, so that it also shows in few runs.
 */
export function createRegression(): (scenario: Scenario, version: string) => Scenario {
  let seen = 0;
  return (scenario, version) => {
    const failing = failsInstead[scenario.name];
    if (failing === undefined || version !== regressedVersion) return scenario;
    seen += 1;
    return seen % 5 < 2 ? scenario : findScenario(failing);
  };
}

/**
 * What coding agents do: in four of five creations that would complete they first forget
 * `--accept-terms`. Counted, not random, so that it also shows in few runs.
 */
export function createForgetfulness(): (scenario: Scenario) => boolean {
  let seen = 0;
  return ({ name }) => {
    if (name !== 'completed_by_flags') return false;
    seen += 1;
    return seen % 5 !== 0;
  };
}
