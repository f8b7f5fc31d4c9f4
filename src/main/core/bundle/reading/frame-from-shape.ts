type Fields = Readonly<Record<string, unknown>>;

const audioTypes = new Set(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED']);
// No hash of sound leaves a machine; this one tells that nothing can be held against it.
const unknownSha256 = '0'.repeat(64);
// More than any frame has, less than what would fill memory.
const longestText = 4 * 1024 * 1024;
const mostElements = 200;
const deepest = 8;

/**
 * A frame that can be sent, of the shape of one: each text is as long as the one that stayed at home, audio is named by
 * its size. `null` where the bundle has no shape of it.
 */
export function frameFromShape(
  shape: unknown,
  of: { fields: Fields; wallMs: number; seq: number },
): string | null {
  if (typeof shape !== 'object' || shape === null || Array.isArray(shape)) return null;
  const { type } = shape as Fields;
  if (typeof type !== 'string') return null;
  const budget = { left: longestText };
  const { audioBytes, firstSample } = of.fields;
  const place = { name: '', budget, depth: 0, at: new Date(of.wallMs).toISOString(), number: of.seq };
  const frame = filled(shape, place) as Record<string, unknown>;
  if (typeof firstSample === 'number' && typeof frame.chunkId === 'string')
    frame.chunkId = numbered(firstSample, frame.chunkId.length);
  const isAudio = audioTypes.has(type) && typeof audioBytes === 'number' && Number.isSafeInteger(audioBytes);
  if (isAudio && audioBytes > 0) frame.data = `[audio ${audioBytes} bytes sha256:${unknownSha256}]`;
  return JSON.stringify(frame);
}

/** What a text of a name is sure to be of, so that a target can read it. */
const known: Readonly<Partial<Record<string, string>>> = { clientType: 'desktop_app' };

type Place = { name: string; budget: { left: number }; depth: number; at: string; number: number };

function filled(shape: unknown, place: Place): unknown {
  if (typeof shape === 'string') return filledText(shape, place);
  if (typeof shape !== 'object' || shape === null) return shape;
  if (place.depth >= deepest) return null;
  const inner = { ...place, depth: place.depth + 1 };
  if (Array.isArray(shape)) {
    const [element, count] = shape as unknown[];
    const length = Number(/^of (\d{1,6})$/.exec(String(count))?.[1] ?? 0);
    return Array.from({ length: Math.min(length, mostElements) }, () => filled(element, inner));
  }
  return Object.fromEntries(
    Object.entries(shape).map(([name, value]) => [name, filled(value, { ...inner, name })]),
  );
}

function filledText(shape: string, { name, budget, at, number }: Place): unknown {
  if (/^list\(\d+\)$/.test(shape)) return [];
  if (/^object\(\d+\)$/.test(shape)) return {};
  const length = /^text\((\d{1,9})\)$/.exec(shape)?.[1];
  if (length === undefined) return shape;
  if (name === 'timestamp') return at;
  const given = known[name];
  if (given?.length === Number(length)) return given;
  const fits = Math.min(Number(length), budget.left);
  budget.left -= fits;
  return numbered(number, fits);
}

/**
 * Different in each frame, as two of the same words would be taken for one that came twice. No letters: so many of them
 * would be taken for sound.
 */
function numbered(number: number, length: number): string {
  const mark = `-${number}`;
  return mark.length > length ? '.'.repeat(length) : mark.padStart(length, '.');
}
