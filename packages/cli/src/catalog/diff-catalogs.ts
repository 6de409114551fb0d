import type { CatalogJson } from '@sonde/protocol';
import { type Fact, listFacts } from './catalog-facts.js';
import { describeValues, isWithin } from './describe-property.js';

/** One difference in what is collected. */
interface CatalogChange {
  /** `added` and `widened` collect more than before, `removed` and `narrowed` do not. */
  effect: 'added' | 'widened' | 'narrowed' | 'removed';
  kind: Fact['kind'];
  /** For example `CLI Auth Completed: plan`. */
  name: string;
  /** The values before and after; null where there are none. */
  before: string | null;
  after: string | null;
}

/** What changed between two catalogs. */
export interface CatalogDiff {
  /**
   * `allowed`: nothing new is collected, or the consent version rose. `consent_version_not_raised`:
   * something new is collected under the consent that was given for less.
   * `consent_version_lowered`: users would not be told of the next change.
   */
  verdict: 'allowed' | 'consent_version_not_raised' | 'consent_version_lowered';
  consent_version: { before: number; after: number };
  /** In the order of the new catalog; what was removed comes last. */
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

/**
 * Compares what two catalogs of a tool collect. Descriptions, titles and order do not count.
 */
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

/** Renders a difference for people, one change a line. */
export function renderDiff({ changes, consent_version }: CatalogDiff): string {
  const lines = changes.map(({ effect, kind, name, before, after }) => {
    const values =
      effect === 'added' ? after : effect === 'removed' ? before : `${before} → ${after}`;
    return `${signs[effect]} ${effect} ${kind} ${name}${values === null ? '' : ` (${values})`}`;
  });
  if (lines.length === 0) lines.push('Nothing changed in what is collected.');
  lines.push(`Consent version ${consent_version.before} → ${consent_version.after}.`);
  return `${lines.join('\n')}\n`;
}
