import type { CatalogJson, PropertyDeclaration } from '@sonde/protocol';
import type { CatalogDefinition } from './define-catalog.js';
import type { PropertySet } from './property.js';

function declarations(properties: PropertySet = {}): Record<string, PropertyDeclaration> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, property.declaration]),
  );
}

/**
 * Converts a catalog to the JSON document that tools send to collectors.
 *
 * The same catalog always gives the same document, in the order of declaration.
 *
 * @example
 * ```ts
 * import { catalogToJson } from 'sonde/catalog';
 * import { catalog } from './catalog.js';
 *
 * console.log(JSON.stringify(catalogToJson(catalog), null, 2));
 * ```
 */
export function catalogToJson(catalog: CatalogDefinition): CatalogJson {
  return {
    format: 1,
    tool: catalog.tool,
    ...(catalog.purpose !== undefined && { purpose: catalog.purpose }),
    consent_version: catalog.consentVersion ?? 1,
    invocation_properties: declarations(catalog.invocationProperties),
    events: Object.entries(catalog.events ?? {}).map(([name, event]) => ({
      name,
      ...(event.description !== undefined && { description: event.description }),
      properties: declarations(event.properties),
    })),
    flows: Object.entries(catalog.flows ?? {}).map(([name, flow]) => ({
      name,
      title: flow.title,
      event_prefix: flow.eventPrefix,
      ...(flow.description !== undefined && { description: flow.description }),
      steps: [...flow.steps],
      reasons: [...(flow.reasons ?? [])],
      ...(flow.nested !== undefined && { nested: flow.nested }),
      ...(flow.resumeWithinMs !== undefined && { resume_within_ms: flow.resumeWithinMs }),
      milestones: Object.entries(flow.milestones ?? {}).map(([milestone, declared]) => ({
        name: milestone,
        step: declared.step ?? null,
        on_path: declared.onPath ?? true,
        ...(declared.description !== undefined && { description: declared.description }),
        properties: declarations(declared.properties),
      })),
      properties: declarations(flow.properties),
      started: declarations(flow.started),
      completed: declarations(flow.completed),
      aborted: declarations(flow.aborted),
      failed: declarations(flow.failed),
    })),
    ...(catalog.errorClasses !== undefined && {
      error_classes: Object.entries(catalog.errorClasses).map(([name, recognised]) => ({
        name,
        ...(typeof recognised !== 'function' &&
          'code' in recognised && { codes: [recognised.code].flat() as string[] }),
      })),
    }),
    ...(catalog.commands !== undefined && {
      commands: Object.entries(catalog.commands).map(([name, command]) => ({
        name,
        arguments: declarations(command.arguments),
      })),
    }),
    ...(catalog.usageErrors === true && { usage_errors: true }),
  };
}
