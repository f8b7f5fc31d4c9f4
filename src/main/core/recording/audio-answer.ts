/** How a request for audio is answered: what to say, and which bytes follow; `null` for none. */
export type AudioAnswer = {
  status: 200 | 206 | 416;
  headers: Record<string, string>;
  span: { from: number; until: number } | null;
};

/**
 * Answers a request with or without a `Range` (RFC 9110, 14): a player seeks in a file of gigabytes without loading it. Several
 * ranges, and what is none, are answered with the whole, as the standard allows.
 */
export function audioAnswerOf(request: {
  range: string | null | undefined;
  bytes: number;
  /** Offers it as a file of this name. */
  downloadAs: string | null;
}): AudioAnswer {
  const { bytes, downloadAs } = request;
  const common = {
    'Content-Type': 'audio/wav',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    ...(downloadAs !== null && { 'Content-Disposition': `attachment; filename="${downloadAs}"` }),
  };
  const span = spanOf(request.range ?? '', bytes);
  if (span === 'none') {
    return { status: 416, headers: { ...common, 'Content-Range': `bytes */${bytes}` }, span: null };
  }
  if (span === null) {
    return {
      status: 200,
      headers: { ...common, 'Content-Length': String(bytes) },
      span: { from: 0, until: bytes },
    };
  }
  const { from, until } = span;
  return {
    status: 206,
    headers: {
      ...common,
      'Content-Length': String(until - from),
      'Content-Range': `bytes ${from}-${until - 1}/${bytes}`,
    },
    span,
  };
}

function spanOf(range: string, bytes: number): { from: number; until: number } | 'none' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  if (first === '') {
    const count = Math.min(Number(last), bytes);
    return count === 0 ? 'none' : { from: bytes - count, until: bytes };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return null;
  if (from >= bytes) return 'none';
  return { from, until: last === '' ? bytes : Math.min(bytes, Number(last) + 1) };
}
