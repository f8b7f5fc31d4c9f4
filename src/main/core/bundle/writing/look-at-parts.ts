import type {
  BundlePart,
  BundlePlan,
  BundlePreview,
  BundleRequest,
} from '../../../../shared/bundle/bundle.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createLeakWatch } from '../../redaction/redaction.ts';
import { findTrouble } from '../analysers/analysers.ts';
import { gatherFacts } from '../analysers/facts.ts';
import { partsOf } from '../collectors/collectors.ts';
import type { Part } from '../collectors/part.ts';
import { openSource, type SourceOptions } from '../source/open-source.ts';
import type { BundleTools, Source } from '../source/source.ts';
import { createCanaries } from './canaries.ts';
import { renderPart, type Watches } from './render-part.ts';

export type LookOptions = SourceOptions & { request: BundleRequest; signal: AbortSignal };

// Enough to say that a part is large; nobody waits for the size of a hundred megabytes.
const measuredCharacters = 4_000_000;
const previewCharacters = 300_000;
const searchedCharacters = 20_000_000;

/** What would be in a bundle, with sizes, before anything is written. */
export async function planBundle(options: LookOptions, tools: BundleTools): Promise<BundlePlan> {
  return withParts(options, tools, async (parts, source, watches) => {
    const planned: BundlePart[] = [];
    for (const part of parts) {
      const { text, isMore, problem } = await textOf(part, source, {
        watches,
        signal: options.signal,
        most: measuredCharacters,
      });
      const { id, file, title } = part;
      planned.push({ id, file, title, bytes: Buffer.byteLength(text), isMore, problem });
    }
    const facts = await gatherFacts(source, await tools.examineMachine(source.scratch).catch(() => []));
    return {
      parts: planned,
      findings: findTrouble(facts, source.redactor),
      missing: [...new Set(source.missing)].map((line) => source.redactor.sentence(line)),
    };
  });
}

/**
 * One part as it will be in the file.
 * @throws AppError `not-found` for a name that no part has
 */
export async function previewPart(
  options: LookOptions,
  name: string,
  tools: BundleTools,
): Promise<BundlePreview> {
  return withParts(options, tools, async (parts, source, watches) => {
    const part = parts.find(({ id, file }) => id === name || file === name);
    if (part === undefined) {
      const known = parts.map(({ id }) => id).join(', ');
      throw new AppError('not-found', `No part is called "${name.slice(0, 60)}". There are: ${known}.`);
    }
    const { text, isMore, problem } = await textOf(part, source, {
      watches,
      signal: options.signal,
      most: previewCharacters,
    });
    if (problem !== null) throw new AppError('internal', problem);
    return { file: part.file, text, isMore };
  });
}

/** In which parts somebody's own word is, in any form: nowhere, it is hoped. */
export async function searchParts(
  options: LookOptions,
  word: string,
  tools: BundleTools,
): Promise<{ file: string; isFound: boolean; isMore: boolean }[]> {
  if (word.trim().length < 2) throw new AppError('bad-input', 'Give a word of at least two letters.');
  const watch = createLeakWatch([{ value: word.trim(), rule: 'word' }]);
  return withParts(options, tools, async (parts, source, watches) => {
    const answers = [];
    for (const part of parts) {
      const { text, isMore } = await textOf(part, source, {
        watches,
        signal: options.signal,
        most: searchedCharacters,
      });
      answers.push({ file: part.file, isFound: watch.stream()(text) !== null, isMore });
    }
    return answers;
  });
}

async function withParts<T>(
  options: LookOptions,
  tools: BundleTools,
  look: (parts: readonly Part[], source: Source, watches: Watches) => Promise<T>,
): Promise<T> {
  const source = await openSource(options, options.request, tools);
  try {
    const watches = {
      secrets: createLeakWatch(source.secrets.map((value) => ({ value, rule: 'a known secret' }))),
      canaries: createCanaries(),
    };
    const parts = partsOf(options.request, () => tools.examineMachine(source.scratch));
    return await look(parts, source, watches);
  } finally {
    await source.close();
  }
}

async function textOf(
  part: Part,
  source: Source,
  { watches, signal, most }: { watches: Watches; signal: AbortSignal; most: number },
): Promise<{ text: string; isMore: boolean; problem: string | null }> {
  let text = '';
  try {
    const { isCut } = await renderPart(part, source, {
      watches,
      signal,
      write: (block) => {
        text += block;
      },
      isFull: () => text.length >= most,
    });
    return { text, isMore: isCut, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { text: '', isMore: false, problem: error.message };
  }
}
