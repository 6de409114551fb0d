export { hashCatalog } from './catalog/catalog-hash.js';
export { catalogToJson } from './catalog/catalog-to-json.js';
export {
  type Catalog,
  type CatalogDefinition,
  type CommandDefinition,
  defineCatalog,
  type ErrorClassDefinition,
  type EventDefinition,
  type FlowDefinition,
  type MilestoneDefinition,
} from './catalog/define-catalog.js';
export {
  boolean,
  describe,
  duration,
  type Enumeration,
  integer,
  oneOf,
  optional,
  type Property,
  type PropertySet,
  type PropertyValues,
  slug,
  version,
} from './catalog/property.js';
