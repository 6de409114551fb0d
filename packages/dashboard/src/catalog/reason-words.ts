/** Why events are quarantined or flagged, in words. */
const words: Readonly<Record<string, string>> = {
  event_undeclared: 'event not declared',
  event_property_undeclared: 'property not declared',
  event_property_value_undeclared: 'value not declared',
  event_property_type_invalid: 'value of another type',
};

/** A code in words; a code without words is shown unchanged. */
export function reasonWords(code: string): string {
  return words[code] ?? code;
}
