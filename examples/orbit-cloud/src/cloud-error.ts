/** Every refusal of the service; `code` is stable and is what clients decide by. */
const refusals = {
  body_not_json: [400, 'The body is not JSON.'],
  request_invalid: [400, 'The request is not valid.'],
  token_unknown: [401, 'The token is missing, unknown or expired.'],
  billing_required: [402, 'The plan needs a card on file.'],
  not_found: [404, 'There is no such thing.'],
  method_not_allowed: [405, 'The path exists, but not for this method.'],
  already_on_plan: [409, 'The application is on this plan already.'],
  name_taken: [409, 'You have an application of this name.'],
  user_name_taken: [409, 'Another user has this user name.'],
  terms_outdated: [409, 'The terms have changed since you accepted them.'],
  rate_limited: [429, 'Too many requests.'],
  internal: [500, 'The service made a mistake.'],
  region_unavailable: [503, 'The region takes no new applications at the moment.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type CloudErrorCode = keyof typeof refusals;

/** Body of every answer that is not a success, as `application/problem+json`. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  /** With `region_unavailable`: regions that are available, nearest first. */
  alternatives?: string[];
  /** With `billing_required`: where a card can be added. */
  billing_url?: string;
}

export class CloudError extends Error {
  readonly problem: Problem;

  constructor(
    code: CloudErrorCode,
    more: Omit<Partial<Problem>, 'status' | 'code' | 'title'> = {},
  ) {
    const [status, title] = refusals[code];
    super(title);
    this.name = 'CloudError';
    this.problem = { status, code, title, ...more };
  }
}

/** Codes that say more than their status does. */
const onlyWhenMeant = new Set(['already_on_plan', 'region_unavailable']);

/** The code that goes with a status when none is asked for. */
export function codeForStatus(status: number): CloudErrorCode {
  for (const [code, [known]] of Object.entries(refusals)) {
    if (known === status && !onlyWhenMeant.has(code)) return code as CloudErrorCode;
  }
  return status < 500 ? 'request_invalid' : 'internal';
}
