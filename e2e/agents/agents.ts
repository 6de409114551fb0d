import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ToolCall } from './dialects/dialect.js';
import type versions from './versions.json';

/** Where an agent runs. */
export interface AgentPlace {
  home: string;
  modelUrl: string;
  /** A program to start as an MCP server called `lantern`. */
  server?: { command: string; args: readonly string[] } | undefined;
}

/** How to run an agent without a person. */
export interface Agent {
  /** Its title in the table. */
  title: string;
  /** Its package in versions.json. */
  package: keyof (typeof versions)['agents'];
  /** The program in its `.bin`. */
  bin: string;
  /** The expected `cli_context`, after `agent:`. */
  context: string;
  /** The same in an MCP server that knows the name of its client. Default: `context`. */
  clientContext?: string;
  /** Writes its settings; returns its arguments and variables. */
  prepare(place: AgentPlace): {
    argv: readonly string[];
    variables?: Readonly<Record<string, string>>;
  };
  /** The keys that end it, in parts. If set, it runs in a terminal. */
  quit?: readonly string[];
  /** How its model requests a shell command. */
  shell(command: string): ToolCall;
  /**
   * Which variables of the user it gives to MCP servers, if it starts any: all, all but those whose name
   * is that of a secret, or none but those that every program needs.
   */
  serverVariables?: 'all' | 'no keys' | 'none';
}

const prompt = 'Run the command that you think of.';
const key = 'dummy-key';

function writeSettings(home: string, name: string, content: string | object): string {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const bash = (name: string) => (command: string) => ({
  name,
  arguments: { command, description: 'Run it' },
});

/** Codex with these lines before the tables of its settings. */
const codex = (title: string, sandbox: string, tables = ''): Agent => ({
  title: `codex, ${title}`,
  package: '@openai/codex',
  bin: 'codex',
  context: 'codex',
  prepare({ home, modelUrl, server }) {
    const mcp = server
      ? `[mcp_servers.lantern]\ncommand = "${server.command}"\nargs = ${JSON.stringify(server.args)}\n`
      : '';
    writeSettings(
      home,
      '.codex/config.toml',
      `model = "scripted"
model_provider = "scripted"
sandbox_mode = "${sandbox}"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.scripted]
name = "scripted"
base_url = "${modelUrl}/v1"
wire_api = "responses"
${tables}${mcp}`,
    );
    return { argv: ['exec', '--skip-git-repo-check', prompt] };
  },
  shell: (cmd) => ({ name: 'exec_command', arguments: { cmd, yield_time_ms: 60_000 } }),
});

/** Gemini with these arguments before the prompt. */
const gemini = (title: string, option: string): Agent => ({
  title,
  package: '@google/gemini-cli',
  bin: 'gemini',
  context: 'gemini',
  prepare({ home, modelUrl, server }) {
    writeSettings(home, '.gemini/settings.json', {
      mcpServers: server ? { lantern: { ...server, trust: true } } : {},
      security: { auth: { selectedType: 'gemini-api-key' } },
      privacy: { usageStatisticsEnabled: false },
      general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    });
    return {
      argv: [option, prompt, '--yolo', '--skip-trust', '-m', 'gemini-2.5-flash'],
      variables: { GEMINI_API_KEY: key, GOOGLE_GEMINI_BASE_URL: modelUrl },
    };
  },
  shell: bash('run_shell_command'),
});

/** Opencode or a fork of it; the names of its variables begin with `prefix`. */
const opencodeLike = (
  name: string,
  prefix: string,
  program: Pick<Agent, 'package' | 'bin'> & { settings: string },
): Agent => ({
  ...program,
  title: name,
  context: name,
  prepare({ home, modelUrl, server }) {
    writeSettings(home, program.settings, {
      mcp: server
        ? { lantern: { type: 'local', command: [server.command, ...server.args], enabled: true } }
        : {},
      autoupdate: false,
      share: 'disabled',
      provider: {
        scripted: {
          npm: '@ai-sdk/openai-compatible',
          options: { baseURL: `${modelUrl}/v1`, apiKey: key },
          models: { scripted: {} },
        },
      },
      model: 'scripted/scripted',
      small_model: 'scripted/scripted',
    });
    return {
      argv: ['run', prompt],
      variables: {
        [`${prefix}_DISABLE_MODELS_FETCH`]: '1',
        [`${prefix}_DISABLE_DEFAULT_PLUGINS`]: '1',
      },
    };
  },
  shell: bash('bash'),
  serverVariables: 'all',
});

export const agents: readonly Agent[] = [
  codex('read-only', 'read-only'),
  codex('workspace-write', 'workspace-write'),
  codex(
    'workspace-write with network',
    'workspace-write',
    '[sandbox_workspace_write]\nnetwork_access = true\n',
  ),
  { ...codex('danger-full-access', 'danger-full-access'), serverVariables: 'none' },
  {
    ...codex('danger-full-access, tty', 'danger-full-access'),
    shell: (cmd) => ({
      name: 'exec_command',
      arguments: { cmd, tty: true, yield_time_ms: 60_000 },
    }),
  },
  {
    title: 'claude-code',
    package: '@anthropic-ai/claude-code',
    bin: 'claude',
    context: 'claude-code',
    prepare({ home, modelUrl, server }) {
      const path = writeSettings(home, 'mcp.json', {
        mcpServers: server ? { lantern: server } : {},
      });
      return {
        argv: ['-p', prompt, '--allowedTools', 'Bash', 'mcp__lantern', '--mcp-config', path],
        variables: {
          ANTHROPIC_BASE_URL: modelUrl,
          ANTHROPIC_API_KEY: key,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          ENABLE_TOOL_SEARCH: 'false',
        },
      };
    },
    shell: bash('Bash'),
    serverVariables: 'all',
  },
  { ...gemini('gemini-cli', '-p'), serverVariables: 'no keys' },
  { ...gemini('gemini-cli, interactive', '-i'), quit: ['/quit', '\r'] },
  {
    title: 'qwen-code',
    package: '@qwen-code/qwen-code',
    bin: 'qwen',
    context: 'qwen',
    prepare({ home, modelUrl, server }) {
      writeSettings(home, '.qwen/settings.json', {
        mcpServers: server ? { lantern: { ...server, trust: true } } : {},
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true, enableAutoUpdate: false },
      });
      return {
        argv: ['-p', prompt, '--yolo', '--auth-type', 'openai'],
        variables: {
          OPENAI_API_KEY: key,
          OPENAI_BASE_URL: `${modelUrl}/v1`,
          OPENAI_MODEL: 'scripted',
        },
      };
    },
    shell: (command) => ({
      name: 'run_shell_command',
      arguments: { command, description: 'Run it', is_background: false },
    }),
    serverVariables: 'all',
  },
  opencodeLike('opencode', 'OPENCODE', {
    package: 'opencode-ai',
    bin: 'opencode',
    settings: '.config/opencode/opencode.json',
  }),
  opencodeLike('kilo', 'KILO', {
    package: '@kilocode/cli-linux-x64',
    // The package of a single system declares no program.
    bin: '../@kilocode/cli-linux-x64/bin/kilo',
    settings: '.config/kilo/kilo.json',
  }),
  {
    title: 'copilot',
    package: '@github/copilot',
    bin: 'copilot',
    context: 'github-copilot',
    prepare({ home, modelUrl, server }) {
      writeSettings(home, '.copilot/mcp-config.json', {
        mcpServers: server ? { lantern: { type: 'local', ...server, tools: ['*'] } } : {},
      });
      return {
        argv: ['-p', prompt, '--allow-all-tools', '--allow-all-paths'],
        variables: {
          COPILOT_OFFLINE: 'true',
          COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
          COPILOT_PROVIDER_API_KEY: key,
          COPILOT_MODEL: 'scripted',
        },
      };
    },
    shell: bash('bash'),
    serverVariables: 'all',
  },
  {
    title: 'pi',
    package: '@mariozechner/pi-coding-agent',
    bin: 'pi',
    context: 'pi',
    prepare({ home, modelUrl }) {
      writeSettings(home, '.pi/agent/models.json', {
        providers: {
          scripted: {
            baseUrl: `${modelUrl}/v1`,
            api: 'openai-completions',
            apiKey: key,
            models: [{ id: 'scripted' }],
          },
        },
      });
      return {
        argv: ['-p', '--provider', 'scripted', '--model', 'scripted', prompt],
        variables: { PI_OFFLINE: '1', PI_TELEMETRY: '0' },
      };
    },
    shell: (command) => ({ name: 'bash', arguments: { command } }),
  },
  {
    title: 'cline',
    package: 'cline',
    bin: 'cline',
    context: 'cline',
    prepare({ home, modelUrl, server }) {
      writeSettings(home, '.cline/data/settings/cline_mcp_settings.json', {
        mcpServers: server ? { lantern: server } : {},
      });
      const provider = 'openai-compatible';
      writeSettings(home, '.cline/data/settings/providers.json', {
        version: 1,
        lastUsedProvider: provider,
        modes: {},
        providers: {
          [provider]: {
            settings: { provider, apiKey: key, model: 'scripted', baseUrl: `${modelUrl}/v1` },
            updatedAt: '2026-01-01T00:00:00.000Z',
            tokenSource: 'manual',
          },
        },
      });
      return { argv: ['-P', provider, '-m', 'scripted', prompt] };
    },
    shell: (command) => ({ name: 'run_commands', arguments: { commands: [command] } }),
    serverVariables: 'all',
  },
  {
    title: 'continue',
    package: '@continuedev/cli',
    bin: 'cn',
    // It sets no variable.
    context: 'unknown',
    clientContext: 'continue',
    prepare({ home, modelUrl, server }) {
      const config = writeSettings(home, '.continue/config.yaml', {
        name: 'scripted',
        version: '1.0.0',
        schema: 'v1',
        models: [
          {
            name: 'scripted',
            provider: 'openai',
            model: 'scripted',
            apiBase: `${modelUrl}/v1`,
            apiKey: key,
            roles: ['chat'],
            capabilities: ['tool_use'],
          },
        ],
        mcpServers: server ? [{ name: 'lantern', ...server }] : [],
      });
      return {
        argv: ['--config', config, '--auto', '-p', prompt],
        variables: { CONTINUE_CLI_ENABLE_TELEMETRY: '0' },
      };
    },
    shell: (command) => ({ name: 'Bash', arguments: { command } }),
    serverVariables: 'all',
  },
];
