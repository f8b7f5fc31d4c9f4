/** Samples of a chunk as a Python backend reads them, or what it complains of. */
export type PythonAudio = { pcm: Int16Array } | { problem: string };

/**
 * Reads what stands in `data`. Python drops what is no base64 letter and then wants whole groups of four; a list of
 * numbers is taken as bytes.
 */
export function readPythonAudio(data: unknown): PythonAudio {
  if (Array.isArray(data) && data.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)) {
    return { pcm: samplesOf(Buffer.from(data as number[])) };
  }
  if (typeof data === 'number') return { problem: "object of type 'int' has no len()" };
  if (typeof data !== 'string') return { problem: "'str' object cannot be interpreted as an integer" };
  return readBase64(data);
}

function readBase64(text: string): PythonAudio {
  let letters = 0;
  let padding = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return { problem: 'string argument should contain only ASCII characters' };
    if (isLetter(code)) letters += 1;
    else if (code === equalsSign) padding += 1;
  }
  if (letters % 4 === 1) {
    return {
      problem: `Invalid base64-encoded string: number of data characters (${letters}) cannot be 1 more than a multiple of 4`,
    };
  }
  if (letters % 4 !== 0 && letters % 4 < 4 - padding) return { problem: 'Incorrect padding' };
  return { pcm: samplesOf(Buffer.from(text, 'base64')) };
}

const equalsSign = 61;

function isLetter(code: number): boolean {
  const isAlphanumeric =
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isAlphanumeric || code === 43 || code === 47;
}

function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2);
  return samples;
}
