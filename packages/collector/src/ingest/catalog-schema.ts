/** Not imported at the start, which needs no catalog: the validator takes longer to load than the store to open. */
export function loadCatalogSchema() {
  return import('@sonde/protocol/catalog-schema');
}
