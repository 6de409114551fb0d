/** Every error of the service; `code` is stable, and clients rely on it. */
const refusals = {
  body_not_json: [400, 'The body is not JSON.'],
  request_invalid: [400, 'The request is not valid.'],
  token_unknown: [401, 'The token is missing, unknown or expired.'],
  billing_required: [402, 'The plan needs a card on file.'],
  not_found: [404, 'It does not exist.'],
  method_not_allowed: [405, 'The path exists, but not for this method.'],
  already_on_plan: [409, 'The application is on this plan already.'],
  name_taken: [409, 'You have an application of this name.'],
  user_name_taken: [409, 'Another user has this user name.'],
  terms_outdated: [409, 'The terms have changed since you accepted them.'],
  rate_limited: [429, 'Too many requests.'],
  internal: [500, 'Internal error of the service.'],
  region_unavailable: [503, 'The region takes no new applications at the moment.'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type CloudErrorCode = keyof typeof refusals;

/** Body of every error response, as `application/problem+json`. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  /** With `region_unavailable`: regions that are available, nearest first. */
  alternatives?: string[];
  /** With `billing_required`: the page for adding a card. */
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

/** Codes that are more specific than their status. */
const onlyWhenMeant = new Set(['already_on_plan', 'region_unavailable']);

/** The default code of a status. */
export function codeForStatus(status: number): CloudErrorCode {
  for (const [code, [known]] of Object.entries(refusals)) {
    if (known === status && !onlyWhenMeant.has(code)) return code as CloudErrorCode;
  }
  return status < 500 ? 'request_invalid' : 'internal';
}
