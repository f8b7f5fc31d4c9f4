/** What a value was, for those who read what stands in its place. */
export type TokenKind =
  | 'secret'
  | 'token'
  | 'host'
  | 'email'
  | 'user'
  | 'name'
  | 'title'
  | 'target'
  | 'meeting'
  | 'id'
  | 'spoken'
  | 'phone'
  | 'word';

/** Equal values get equal tokens within one bundle: `<host-1>`. What they stand for leaves with the process. */
export type Tokens = {
  of(kind: TokenKind, value: string): string;
};

// A hostile source makes values up for ever; those beyond are told apart no more.
const mostOfAKind = 20_000;

export function createTokens(): Tokens {
  const known = new Map<TokenKind, Map<string, string>>();
  return {
    of(kind, value) {
      const ofKind = known.get(kind) ?? new Map<string, string>();
      known.set(kind, ofKind);
      const folded = value.toLowerCase();
      const token = ofKind.get(folded);
      if (token !== undefined) return token;
      if (ofKind.size >= mostOfAKind) return `<${kind}>`;
      const made = `<${kind}-${ofKind.size + 1}>`;
      ofKind.set(folded, made);
      return made;
    },
  };
}
