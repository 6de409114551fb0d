import { relative } from 'node:path';
import { type InitializedProject, initProject } from 'sonde/project';
import { ConfigurationFileError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { createOutput, type OutputFormat } from '../output.js';

/** Makes the directory a project: writes `.orbit.yaml`, or leaves the one that is there. */
export async function init(
  options: { output: OutputFormat },
  _context: CommandContext,
): Promise<void> {
  const directory = process.cwd();
  const { path, projectId, created } = initialize(directory);
  const file = relative(directory, path);
  createOutput(options.output).result(
    created ? `Wrote ${file}. Commit it.` : `${file} is already there.`,
    { path, project_id: projectId, created },
  );
}

function initialize(directory: string): InitializedProject {
  try {
    return initProject({ tool: 'orbit', directory });
  } catch (error) {
    throw new ConfigurationFileError('.orbit.yaml cannot be given an id.', {
      hint: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
}
