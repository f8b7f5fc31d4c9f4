/**
 * Takes out of any text what is nobody's business, in whatever form it stands there, and says what it took.
 * Needs the secrets and private values that are known.
 * Owns nothing on disk; what its tokens stand for is gone with it.
 */
export { isPlainName } from './words/free-text.ts';
export { isLoopback } from './hosts.ts';
export { createLeakWatch, type LeakWatch } from './leak-watch.ts';
export { createRedactionStream } from './redaction-stream.ts';
export { createRedactor, type PrivateValue, type Redactor } from './redactor.ts';
export { isSensitiveName } from './secret-shapes.ts';
export type { TokenKind } from './tokens.ts';
