/** Where the events of clients without a key go; the configuration file declares it. */
export interface KeylessSource {
  project: string;
  /** A header whose value chooses another project, for example `x-orbit-env`; in lower case. */
  header: string | undefined;
  /** Projects by the header's value. Other values, and none, mean `project`. */
  projects: ReadonlyMap<string, string>;
  /** The families whose clients need no key, for example `segment`. Default: all. */
  families?: readonly string[] | undefined;
}
