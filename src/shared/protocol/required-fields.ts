/**
 * Keys that the reference validator requires in an event's data, in the order in which it names them. A key
 * that is there counts, whatever its value. Old names are not checked as their new ones.
 */
const requiredFields: ReadonlyMap<string, readonly string[]> = new Map([
  ['TRANSCRIPTION_RESULT', ['text', 'confidence', 'timestamp']],
  ['MEETING_EVENT', ['meetingId', 'eventType', 'timestamp']],
  ['PROCESSING_STATUS', ['meetingId', 'status']],
  ['ERROR', ['errorType', 'message']],
  ['HANDSHAKE', ['clientType']],
]);

const nothingMissing: readonly string[] = [];

/** What the data of an event of this type lacks; `type` is the name as sent. */
export function missingFields(type: string, data: Readonly<Record<string, unknown>>): readonly string[] {
  const required = requiredFields.get(type);
  if (required === undefined || required.every((name) => Object.hasOwn(data, name))) return nothingMissing;
  return required.filter((name) => !Object.hasOwn(data, name));
}

/** The reference's sentence for it. */
export function missingFieldsMessage(missing: readonly string[]): string {
  return `Missing required fields: ${missing.join(', ')}`;
}

/** A real backend breaks these rules of its own with every message of these types. */
export function isConstantViolation(type: string): boolean {
  return type === 'PROCESSING_STATUS' || type === 'ERROR';
}
