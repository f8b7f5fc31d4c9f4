import { AppError } from '../../../../shared/errors.ts';
import { createLeakWatch, type LeakWatch } from '../../redaction/redaction.ts';
import type { Part } from '../collectors/part.ts';
import type { Source } from '../source/source.ts';
import type { Canaries } from './canaries.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** What is looked for in everything that leaves: known secrets, and the canaries of each part. */
export type Watches = { secrets: LeakWatch; canaries: Canaries };

export type Rendered = {
  /** Lines that went in, and the canaries that were planted. */
  lines: number;
  planted: number;
  /** Whether lines are left out. */
  isCut: boolean;
};

const blockCharacters = 65_536;

/**
 * Writes a part: its lines, redacted, in blocks. A copy of its rows with canaries goes the same way before them and after
 * them, and is thrown away.
 * @throws AppError `internal`, naming part and rule, when a canary or a known secret comes through
 */
export async function renderPart(
  part: Part,
  source: Source,
  options: {
    watches: Watches;
    signal: AbortSignal;
    write: (text: string) => Promise<void> | void;
    /** Whether there is no room for more, after so many lines. */
    isFull: (lines: number) => boolean;
  },
): Promise<Rendered> {
  const { redactor } = source;
  const { watches, signal } = options;
  const planted = releaseCanaries(part, source, watches);
  const seen = watches.secrets.stream();
  const rendered: Rendered = { lines: 0, planted, isCut: false };
  let block = part.head === null ? '' : `${part.head}\n`;

  async function flush(): Promise<void> {
    const text = redactor.text(block);
    block = '';
    const rule = seen(text);
    if (rule !== null) throw leaked(part.file, rule);
    await options.write(text);
    signal.throwIfAborted();
    // Other work of this thread, such as a wish to stop, is heard between two blocks.
    await new Promise((resolve) => setImmediate(resolve));
  }

  for await (const line of part.lines(source)) {
    if (options.isFull(rendered.lines)) {
      rendered.isCut = true;
      break;
    }
    block += `${line}\n`;
    rendered.lines += 1;
    if (block.length >= blockCharacters) await flush();
  }
  if (block !== '') await flush();
  releaseCanaries(part, source, watches);
  return rendered;
}

function releaseCanaries(part: Part, source: Source, { canaries }: Watches): number {
  const values = canaries.of(part);
  for (const value of values) {
    const text = source.redactor.text(part.bait(source, value).join('\n'));
    const rule = createLeakWatch([{ value, rule: 'canary' }]).stream()(text);
    if (rule !== null) throw leaked(part.file, `a planted ${kindOf(value)}`);
  }
  return values.length;
}

function kindOf(canary: string): string {
  if (canary.startsWith('gsk_')) return 'key';
  return canary.startsWith('Zqx') ? 'name' : 'secret without a mark';
}

export function leaked(file: string, rule: string): AppError {
  return new AppError('internal', sentence('bundle.leak', { rule, file }));
}
