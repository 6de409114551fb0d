/** Parses the service's responses; each function throws if the response has another shape. */

export interface Account {
  userId: string;
  name: string;
  billing: { active: boolean; url: string };
}

export interface Plan {
  /** The service's id. */
  templateId: string;
  /**
   * The id for people and telemetry: `free` for the free tier, whatever the name of its template.
   */
  id: string;
  name: string;
  priceCents: number;
  currency: string;
  billingRequired: boolean;
  terms: { version: string; url: string };
}

export interface Region {
  id: string;
  name: string;
}

export interface Application {
  id: string;
  name: string;
  region: string;
  plan: string;
  createdAt: string;
}

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('not an object');
  }
  return value as Fields;
}

function text(value: Fields, key: string): string {
  const field = value[key];
  if (typeof field !== 'string') throw new TypeError(`${key} is not a string`);
  // Names are printed to terminals, which would execute control characters.
  if (/\p{Cc}/u.test(field)) throw new TypeError(`${key} has control characters`);
  return field;
}

function flag(value: Fields, key: string): boolean {
  const field = value[key];
  if (typeof field !== 'boolean') throw new TypeError(`${key} is not a boolean`);
  return field;
}

function list<T>(value: Fields, key: string, read: (item: unknown) => T): T[] {
  const field = value[key];
  if (!Array.isArray(field)) throw new TypeError(`${key} is not a list`);
  return field.map(read);
}

export function readAccount(body: unknown): Account {
  const account = fields(body);
  const billing = fields(account.billing);
  return {
    userId: text(account, 'user_id'),
    name: text(account, 'name'),
    billing: { active: flag(billing, 'active'), url: text(billing, 'url') },
  };
}

/** A list with at least one item. */
function choices<T>(value: Fields, key: string, read: (item: unknown) => T): T[] {
  const items = list(value, key, read);
  if (items.length === 0) throw new TypeError(`${key} is empty`);
  return items;
}

export function readPlans(body: unknown): Plan[] {
  return choices(fields(body), 'plans', (item) => {
    const plan = fields(item);
    const terms = fields(plan.terms);
    const templateId = text(plan, 'id');
    const priceCents = plan.price_cents;
    if (typeof priceCents !== 'number') throw new TypeError('price_cents is not a number');
    const currency = text(plan, 'currency');
    if (!/^[A-Z]{3}$/.test(currency)) throw new TypeError('currency is not a code of ISO 4217');
    return {
      templateId,
      id: text(plan, 'tier') === 'free' ? 'free' : templateId,
      name: text(plan, 'name'),
      priceCents,
      currency,
      billingRequired: flag(plan, 'billing_required'),
      terms: { version: text(terms, 'version'), url: text(terms, 'url') },
    };
  });
}

export function readRegions(body: unknown): Region[] {
  return choices(fields(body), 'regions', (item) => {
    const region = fields(item);
    return { id: text(region, 'id'), name: text(region, 'name') };
  });
}

export function readApplication(body: unknown): Application {
  const application = fields(body);
  return {
    id: text(application, 'id'),
    name: text(application, 'name'),
    region: text(application, 'region'),
    plan: planIdOf(text(application, 'plan_id')),
    createdAt: text(application, 'created_at'),
  };
}

/** The free tier's template has another name, such as `tmpl_free_2024`. */
export function planIdOf(templateId: string): string {
  return /^tmpl_free(_|$)/.test(templateId) ? 'free' : templateId;
}

export function readApplications(body: unknown): Application[] {
  return list(fields(body), 'applications', readApplication);
}

export function readApiKey(body: unknown): { id: string; key: string } {
  const key = fields(body);
  return { id: text(key, 'id'), key: text(key, 'key') };
}
