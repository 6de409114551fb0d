/**
 * Not imported at the start, which needs no catalog: loading the validator takes longer than
 * opening the store.
 */
export function loadCatalogSchema() {
  return import('@sonde/protocol/catalog-schema');
}
