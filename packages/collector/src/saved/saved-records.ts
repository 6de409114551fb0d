/** A page with its range and filters, under a name. */
export interface ViewRecord {
  /** UUID. */
  id: string;
  project: string;
  name: string;
  /** Path and query of the page, without the project. */
  address: string;
  /** Id of the account that saved it; empty without accounts. */
  account: string;
  /** Whether everyone who sees the project sees it. */
  is_shared: boolean;
  created_at: number;
  created_by: string;
}

/** The views on an account's home page of a project. */
export interface HomeRecord {
  /** Made by `homeId`. */
  id: string;
  /** Ids of views, in their order; some may be removed. */
  views: string[];
}

/** Something that happened, as a mark on the charts of a project. */
export interface AnnotationRecord {
  /** UUID. */
  id: string;
  project: string;
  /** When it happened, in milliseconds since 1970. */
  at: number;
  text: string;
  /** Id of the account that wrote it; empty without accounts. */
  account: string;
  created_at: number;
  created_by: string;
}
