import type { Json } from '@sonde/protocol';

/** Reads a body that a family of clients sent: the events in it, in the form of `POST /ingest`. */
export type TranslateBody = (content: Json) => readonly { [field: string]: Json }[];

/**
 * By the family's name, as quarantined bodies have it in `client`. Bodies of other families stay
 * quarantined.
 */
export const translations: ReadonlyMap<string, TranslateBody> = new Map();
