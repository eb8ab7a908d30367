const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Whether a client-made id is acceptable: a lower-case UUIDv7 (RFC 9562, random), or a UUIDv8, which
 * imports derive from the content of a row so that importing twice makes no second record.
 */
export function isRecordId(id: unknown): id is string {
  return typeof id === 'string' && form.test(id);
}
