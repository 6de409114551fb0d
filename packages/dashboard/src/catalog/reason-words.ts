/** Why events are quarantined or flagged, in words. */
const words: Readonly<Record<string, string>> = {
  event_undeclared: 'event not declared',
  event_property_undeclared: 'property not declared',
  event_property_value_undeclared: 'value not declared',
  event_property_type_invalid: 'value of another type',
  event_not_object: 'not an object',
  event_name_invalid: 'no valid name',
  event_too_large: 'too large',
  event_too_many_properties: 'too many properties',
  event_field_invalid: 'invalid field',
  event_property_key_invalid: 'invalid property name',
  event_property_value_invalid: 'invalid value',
  event_text_invalid: 'invalid text',
  event_timestamp_invalid: 'unreadable time',
  body_not_json: 'unreadable content',
  body_truncated: 'content cut short',
  body_too_large: 'content too large',
  body_wrong_shape: 'content of another form',
};

/** A code in words; a code without words is shown unchanged. */
export function reasonWords(code: string): string {
  return words[code] ?? code;
}

/** The field to name beside the reason; null if the event's own name or the whole event is meant. */
export function reasonField(field: string | null): string | null {
  return field === null || field === 'event' ? null : field.replace(/^properties\./, '');
}

/** Reason and field in one text. */
export function describeReason({ code, field }: { code: string; field: string | null }): string {
  const name = reasonField(field);
  return name === null ? reasonWords(code) : `${reasonWords(code)}: ${name}`;
}
