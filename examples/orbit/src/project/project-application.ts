import { readFileSync } from 'node:fs';
import { readProject } from 'sonde/project';

/** The application of the project in `directory`: `applicationId` in `.orbit.yaml`. */
export function readProjectApplication(directory: string): string | undefined {
  const marker = readProject({ tool: 'orbit', directory });
  if (marker === undefined) return undefined;
  try {
    // Read at every run: a YAML parser would take longer to load than this command to run.
    return /^\uFEFF?applicationId:[ \t]+["']?(app_[a-z0-9]{1,32})["']?[ \t]*(?:#.*)?\r?$/m.exec(
      readFileSync(marker.path, 'utf8'),
    )?.[1];
  } catch {
    return undefined;
  }
}
