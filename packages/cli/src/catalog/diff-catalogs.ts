import type { CatalogJson } from '@sonde/protocol';
import { type Fact, listFacts } from './catalog-facts.js';
import { describeValues, isWithin } from './describe-property.js';

/** One difference in the collected data. */
interface CatalogChange {
  /** `added` and `widened` collect more than before, `removed` and `narrowed` do not. */
  effect: 'added' | 'widened' | 'narrowed' | 'removed';
  kind: Fact['kind'];
  /** For example `CLI Auth Completed: plan`. */
  name: string;
  /** Values before and after; null if there are none. */
  before: string | null;
  after: string | null;
}

/** The differences between two catalogs. */
export interface CatalogDiff {
  /**
   * `allowed`: nothing new is collected, or the consent version was raised.
   * `consent_version_not_raised`: something new is collected without new consent.
   * `consent_version_lowered`: users would not be notified of the next change.
   */
  verdict: 'allowed' | 'consent_version_not_raised' | 'consent_version_lowered';
  consent_version: { before: number; after: number };
  /** In the order of the new catalog; removed things come last. */
  changes: CatalogChange[];
}

function compare(fact: Fact, earlier: Fact | undefined): CatalogChange | undefined {
  const { name, kind } = fact;
  const after = fact.property === undefined ? null : describeValues(fact.property);
  if (earlier === undefined) return { effect: 'added', kind, name, before: null, after };
  if (fact.property === undefined || earlier.property === undefined) return undefined;
  const before = describeValues(earlier.property);
  if (!isWithin(fact.property, earlier.property)) {
    return { effect: 'widened', kind, name, before, after };
  }
  return isWithin(earlier.property, fact.property)
    ? undefined
    : { effect: 'narrowed', kind, name, before, after };
}

/** Compares what two catalogs of a tool collect. Descriptions, titles and order are ignored. */
export function diffCatalogs(earlier: CatalogJson, later: CatalogJson): CatalogDiff {
  const before = listFacts(earlier);
  const after = listFacts(later);
  const changes: CatalogChange[] = [];
  for (const [name, fact] of after) {
    const change = compare(fact, before.get(name));
    if (change !== undefined) changes.push(change);
  }
  for (const [name, { kind, property }] of before) {
    if (after.has(name)) continue;
    const values = property === undefined ? null : describeValues(property);
    changes.push({ effect: 'removed', kind, name, before: values, after: null });
  }
  const consent = { before: earlier.consent_version, after: later.consent_version };
  const collectsMore = changes.some(({ effect }) => effect === 'added' || effect === 'widened');
  return {
    verdict:
      consent.after < consent.before
        ? 'consent_version_lowered'
        : collectsMore && consent.after === consent.before
          ? 'consent_version_not_raised'
          : 'allowed',
    consent_version: consent,
    changes,
  };
}

const signs = { added: '+', widened: '+', narrowed: '-', removed: '-' } as const;

/** Renders the differences for people, one per line. */
export function renderDiff({ changes, consent_version }: CatalogDiff): string {
  const lines = changes.map(({ effect, kind, name, before, after }) => {
    const values =
      effect === 'added' ? after : effect === 'removed' ? before : `${before} → ${after}`;
    return `${signs[effect]} ${effect} ${kind} ${name}${values === null ? '' : ` (${values})`}`;
  });
  if (lines.length === 0) lines.push('The collected data has not changed.');
  lines.push(`Consent version ${consent_version.before} → ${consent_version.after}.`);
  return `${lines.join('\n')}\n`;
}
