import type { Json, Properties } from '@sonde/protocol';

/** Names of agents that differ from ours. */
const agentNames: ReadonlyMap<string, string> = new Map([
  ['claude', 'claude-code'],
  ['copilot', 'github-copilot'],
]);

const agentName = /^[a-z0-9][a-z0-9-]{0,31}$/;

/**
 * What swamp reports of the conditions of a run, as base properties: `swampVersion`, `denoVersion`,
 * `platform`, `invocationContext`, `parentInvocationId`, `triggerSource`.
 */
export function readRunConditions(original: Properties): Properties {
  const { swampVersion, denoVersion, platform, parentInvocationId, triggerSource } = original;
  const properties: Properties = {};
  if (isName(swampVersion)) properties.version = swampVersion;
  if (isName(denoVersion))
    Object.assign(properties, { runtime: 'deno', runtime_version: denoVersion });
  // Deno's name of the only system that Node.js calls differently.
  if (isName(platform)) properties.operating_system = platform === 'windows' ? 'win32' : platform;
  if (isName(parentInvocationId)) properties.parent_invocation_id = parentInvocationId;
  if (isName(triggerSource)) properties.trigger_source = triggerSource;
  const context = original.invocationContext;
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return properties;
  const { detectedAiTool, agentSessionDetected, isInteractive } = context;
  const isAgent = agentSessionDetected === true || isName(detectedAiTool);
  if (typeof isInteractive === 'boolean') properties.is_interactive = isInteractive && !isAgent;
  if (isAgent) properties.cli_context = `agent:${nameAgent(detectedAiTool)}`;
  else if (typeof isInteractive === 'boolean') {
    // Without a terminal, nobody knows who drives it.
    properties.cli_context = isInteractive ? 'human' : 'agent:unknown';
  }
  return properties;
}

function nameAgent(detected: Json | undefined): string {
  if (typeof detected !== 'string') return 'other';
  const name = detected.toLowerCase();
  return agentNames.get(name) ?? (agentName.test(name) ? name : 'other');
}

function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
