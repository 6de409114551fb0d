/** Every limit of the wire format, with its unit in the name. Defaults; the collector can be configured. */
export interface Limits {
  /** Body as it arrives, compressed or not. */
  bodyBytes: number;
  /** Body after decompression; a larger one is cut off while it is read. */
  decompressedBytes: number;
  /** As `bodyBytes`, from vendors' clients: most of them lose what is refused. */
  clientBodyBytes: number;
  /** As `decompressedBytes`, from vendors' clients. */
  clientDecompressedBytes: number;
  eventsPerRequest: number;
  /** One event as JSON, UTF-8. */
  eventBytes: number;
  propertiesPerEvent: number;
  eventNameCharacters: number;
  idCharacters: number;
  propertyKeyCharacters: number;
  stringValueCharacters: number;
  /** Values in a list. */
  itemsPerList: number;
  /** Older than this, after skew correction, an event is kept and flagged. */
  pastDays: number;
  /** Further in the future than this, after skew correction, an event is kept and flagged. */
  futureDays: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 1_000_000,
  decompressedBytes: 8_000_000,
  clientBodyBytes: 5_000_000,
  clientDecompressedBytes: 8_000_000,
  eventsPerRequest: 2_000,
  eventBytes: 32_000,
  propertiesPerEvent: 64,
  eventNameCharacters: 128,
  idCharacters: 128,
  propertyKeyCharacters: 64,
  stringValueCharacters: 1_024,
  itemsPerList: 64,
  pastDays: 7,
  futureDays: 1,
};
