/** Whether a text is an age public key: `age1…`, or `age1pq1…` of the newer kind, whose checksum is right. */
export function isAgeRecipient(text: string): boolean {
  const at = text.lastIndexOf('1');
  const kind = text.slice(0, at);
  const values = Array.from(text.slice(at + 1), (sign) => alphabet.indexOf(sign));
  const length = lengths[kind];
  return length === values.length && !values.includes(-1) && checksum([...expanded(kind), ...values]) === 1;
}

// Of 32 and of 1,216 bytes, five bits a sign, and six signs of checksum.
const lengths: Readonly<Record<string, number>> = { age: 58, age1pq: 1_952 };
const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function expanded(kind: string): number[] {
  const codes = Array.from(kind, (sign) => sign.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Bech32, as BIP 173 has it. */
function checksum(values: readonly number[]): number {
  return values.reduce((sum, value) => {
    const top = sum >> 25;
    const next = ((sum & 0x1ffffff) << 5) ^ value;
    return generators.reduce(
      (mixed, generator, bit) => (((top >> bit) & 1) === 1 ? mixed ^ generator : mixed),
      next,
    );
  }, 1);
}
