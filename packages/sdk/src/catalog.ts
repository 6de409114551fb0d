export { hashCatalog } from './catalog-hash.js';
export { catalogToJson } from './catalog-to-json.js';
export {
  type Catalog,
  type CatalogDefinition,
  defineCatalog,
  type EventDefinition,
  type FlowDefinition,
  type MilestoneDefinition,
} from './define-catalog.js';
export {
  boolean,
  duration,
  integer,
  oneOf,
  optional,
  type Property,
  type PropertySet,
  type PropertyValues,
  slug,
  version,
} from './property.js';
