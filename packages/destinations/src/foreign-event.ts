import type { Json, Properties, WireEvent } from '@sonde/protocol';
import { encodeAmplitudeEvent } from './amplitude-format.js';
import type { DestinationType } from './destination.js';
import { encodePosthogEvent } from './posthog-format.js';
import { encodeSegmentEvent } from './segment-format.js';
import { identifyEvent, identityOf, propertiesOf } from './vendor-event.js';
import type { BatchContext } from './wire-format.js';

/**
 * How the events of vendors' clients are sent on: a change of a person, a group or an id is one again
 * at the destination. Only the collector receives such events; the SDK does not bundle this file.
 */
const encoders = {
  segment: encodeForSegment,
  posthog: encodeForPosthog,
  amplitude: encodeForAmplitude,
};

/** The `encodeEvent` for events of any client; undefined if the destination takes them as stored. */
export function foreignEncoderOf(
  type: DestinationType,
): NonNullable<BatchContext['encodeEvent']> | undefined {
  return type === 'sonde' ? undefined : encoders[type];
}

/** Two ids of one person: an alias as PostHog, Mixpanel and others name it. */
const aliasEvents = new Set(['$create_alias', '$merge_dangerously', '$merge']);

/** Changes of a person besides `$set` and `$set_once`, as PostHog and Mixpanel name them. */
const otherChanges = ['add', 'append', 'prepend', 'pre_insert', 'post_insert', 'remove'];

interface Changes {
  set: Properties | undefined;
  setOnce: Properties | undefined;
  /** Names of properties to remove. */
  unset: string[];
  /** The others, by name without a prefix. */
  others: Properties;
}

interface Group {
  type: string;
  key: string;
  changes: Changes;
}

interface ForeignEvent {
  /** With only the properties that mean nothing more to a vendor. */
  event: WireEvent;
  kind: 'track' | 'alias' | 'person' | 'group' | 'page' | 'screen';
  person: Changes;
  /** Present if the event names a single group. */
  group: Group | undefined;
  /** Keys of groups by type. */
  groups: Properties;
  /** What the client says of its machine, in its own words. */
  context: Properties;
}

function read(event: WireEvent): ForeignEvent {
  const { $context, $groups, $group_type, $group_key, ...named } = event.properties ?? {};
  const [person, others] = readChanges(named, '$');
  const [ofGroup, plain] = readChanges(others, '$group_');
  const isGroup = event.event === '$groupidentify';
  const type = textOf($group_type) ?? 'group';
  const key = textOf($group_key);
  const group =
    key === undefined
      ? undefined
      : { type, key, changes: isGroup && !hasChange(ofGroup) ? person : ofGroup };
  const groups = { ...objectOf($groups), ...(group !== undefined && { [type]: group.key }) };
  const { userId, anonymousId } = identityOf(event);
  // Destinations refuse events without an id. PostHog's clients also make up one of a group.
  const hasId = Boolean(userId || anonymousId);
  const known = hasId || group === undefined ? event : { ...event, distinct_id: `$${type}_${key}` };
  return {
    event: { ...known, properties: plain },
    kind: kindOf(event, person, group),
    person,
    group,
    groups,
    context: objectOf($context) ?? {},
  };
}

function kindOf(event: WireEvent, person: Changes, group: Group | undefined): ForeignEvent['kind'] {
  const { event: name } = event;
  const { userId, anonymousId } = identityOf(event);
  if (aliasEvents.has(name) && userId !== undefined && anonymousId !== undefined) return 'alias';
  if (name === '$groupidentify' && group !== undefined) return 'group';
  if (name === identifyEvent) {
    // Amplitude's client puts a person into a group so.
    return group !== undefined && !hasChange(person) ? 'group' : 'person';
  }
  if (name === '$set' && hasChange(person)) return 'person';
  if (name === '$pageview') return 'page';
  return name === '$screen' ? 'screen' : 'track';
}

/** Takes the changes out of the properties; returns both. */
function readChanges(properties: Properties, prefix: '$' | '$group_'): [Changes, Properties] {
  const rest = { ...properties };
  const take = (name: string) => {
    const value = objectOf(rest[prefix + name]);
    if (value !== undefined) delete rest[prefix + name];
    return value;
  };
  // A list of names, or an object with them.
  const listed = rest[`${prefix}unset`];
  const unset = Object.keys(take('unset') ?? {});
  if (Array.isArray(listed)) {
    unset.push(...listed.map(String));
    delete rest[`${prefix}unset`];
  }
  const changes: Changes = { set: take('set'), setOnce: take('set_once'), unset, others: {} };
  for (const name of otherChanges) {
    const value = take(name);
    if (value !== undefined) changes.others[name] = value;
  }
  return [changes, rest];
}

function hasChange({ set, setOnce, unset, others }: Changes): boolean {
  return Boolean(set ?? setOnce) || unset.length > 0 || Object.keys(others).length > 0;
}

/** Segment sets traits, and knows no other change. */
function traitsOf({ set, setOnce }: Changes): Properties | undefined {
  return (set ?? setOnce) && { ...setOnce, ...set };
}

function encodeForSegment(event: WireEvent, batch: BatchContext): object {
  const { event: plain, kind, person, group, context: ofClient } = read(event);
  const message = encodeSegmentEvent(plain, batch);
  const { messageId, userId, anonymousId, timestamp } = message;
  const traits = traitsOf(person);
  const context = joinDeep(ofClient, message.context);
  const all = { messageId, userId, anonymousId, timestamp, context };
  if (kind === 'alias') {
    return { ...all, type: 'alias', previousId: anonymousId, anonymousId: undefined };
  }
  if (kind === 'group' && group !== undefined) {
    return { ...all, type: 'group', groupId: group.key, traits: traitsOf(group.changes) ?? {} };
  }
  if (kind === 'page' || kind === 'screen') {
    const { name, $screen_name, ...properties } = propertiesOf(plain);
    return { ...all, type: kind, name: textOf(name) ?? textOf($screen_name), properties };
  }
  if (kind === 'person' && traits !== undefined) return { ...all, type: 'identify', traits };
  // A sign-in of the SDK.
  if (message.type === 'identify') return { ...message, context };
  // A change that Segment has no call for is kept among the properties.
  const { $set, $set_once, $context, ...properties } = propertiesOf(event);
  const withTraits = traits === undefined ? context : { ...context, traits };
  return { ...all, type: 'track', event: event.event, properties, context: withTraits };
}

function encodeForPosthog(event: WireEvent, batch: BatchContext): object {
  const { kind, person, group, groups, event: plain } = read(event);
  const { project_id: project } = event;
  // PostHog's names are those of stored events, so its clients' changes stay as they are.
  const named = { ...event, distinct_id: plain.distinct_id ?? '' };
  const message = encodePosthogEvent(named, batch);
  const { userId, anonymousId } = identityOf(event);
  const stored = event.properties ?? {};
  // What is undefined in the SDK's message must not replace what the client has said.
  const properties: Record<string, unknown> = { ...stored, ...withoutEmpty(message.properties) };
  const all = { ...message, properties };
  const allGroups = { ...groups, ...(project && { project }) };
  if (Object.keys(allGroups).length > 0) properties.$groups = allGroups;
  if (typeof stored.$process_person_profile === 'boolean') {
    properties.$process_person_profile = stored.$process_person_profile;
  }
  if (kind === 'alias') {
    const ids = { distinct_id: userId, alias: anonymousId };
    const name = event.event === '$merge_dangerously' ? event.event : '$create_alias';
    return { ...all, event: name, properties: { ...properties, ...ids } };
  }
  if (kind === 'page' && stored.$current_url === undefined && stored.url !== undefined) {
    properties.$current_url = stored.url;
  }
  if (kind === 'screen' && stored.$screen_name === undefined && stored.name !== undefined) {
    properties.$screen_name = stored.name;
  }
  // PostHog drops a change of a person or a group that asks for no profile.
  if (kind === 'person' || kind === 'group') delete properties.$process_person_profile;
  if (event.event === '$groupidentify' && group !== undefined) {
    const { $set, $set_once, $unset, ...others } = properties;
    const $group_set = traitsOf(group.changes) ?? {};
    const ofGroup = { $group_type: group.type, $group_key: group.key, $group_set };
    return { ...all, properties: { ...others, ...ofGroup } };
  }
  if (hasChange(person)) {
    // In place of what the SDK sets.
    Object.assign(properties, { $set: stored.$set, $set_once: stored.$set_once });
    if (person.unset.length > 0) properties.$unset = person.unset;
  }
  // Without a user's id, it is no sign-in.
  const isNameless = event.event === identifyEvent && userId === undefined;
  return isNameless ? { ...all, event: '$set' } : all;
}

function encodeForAmplitude(event: WireEvent, batch: BatchContext): object {
  const { event: plain, kind, person, group, groups, context } = read(event);
  const { event_properties, user_properties, ...message } = {
    event_properties: undefined,
    user_properties: undefined,
    ...encodeAmplitudeEvent(plain, batch),
  };
  const allGroups = { ...groups, ...message.groups };
  const all = {
    ...message,
    groups: Object.keys(allGroups).length > 0 ? allGroups : undefined,
    user_properties: toOperations(person) ?? user_properties,
  };
  // An event with both ids links them; Amplitude has no other call for it over this address.
  if (kind === 'alias') return { ...all, event_type: identifyEvent, user_properties: {} };
  if (kind === 'person') return { ...all, event_type: identifyEvent };
  if (kind === 'group') {
    const group_properties = group && toOperations(group.changes);
    return { ...all, user_properties: undefined, group_properties };
  }
  const properties = Object.keys(context).length > 0 ? { $context: context } : {};
  return { ...all, event_properties: { ...event_properties, ...properties } };
}

/** Amplitude's names: `$setOnce`. Undefined if nothing changes. */
function toOperations(changes: Changes): Properties | undefined {
  if (!hasChange(changes)) return undefined;
  const { set, setOnce, unset, others } = changes;
  const operations: Properties = {};
  if (set !== undefined) operations.$set = set;
  if (setOnce !== undefined) operations.$setOnce = setOnce;
  if (unset.length > 0) operations.$unset = Object.fromEntries(unset.map((name) => [name, '-']));
  for (const [name, value] of Object.entries(others)) {
    operations[`$${name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase())}`] = value;
  }
  return operations;
}

/** The second's values win; objects of the same name are joined. */
function joinDeep(first: Properties, second: object): Record<string, unknown> {
  const joined: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(withoutEmpty(second))) {
    const [one, other] = [objectOf(first[name]), objectOf(value)];
    const isSame = name !== 'library' && one !== undefined && other !== undefined;
    joined[name] = isSame ? joinDeep(one, other) : value;
  }
  return joined;
}

function withoutEmpty(object: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function objectOf(value: Json | undefined): Properties | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
