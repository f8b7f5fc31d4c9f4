import type {
  BundlePart,
  BundlePlan,
  BundlePreview,
  BundleRequest,
  WordSearch,
} from '../../../../shared/bundle/bundle.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import { createLeakWatch } from '../../redaction/redaction.ts';
import { findTrouble } from '../analysers/analysers.ts';
import { gatherFacts } from '../analysers/facts.ts';
import { partsOf } from '../collectors/collectors.ts';
import type { Part } from '../collectors/part.ts';
import { openSource, type SourceOptions } from '../source/open-source.ts';
import type { BundleTools, Source } from '../source/source.ts';
import { createCanaries } from './canaries.ts';
import { renderPart, type Watches } from './render-part.ts';
import { gatherSummary } from './summary-facts.ts';
import { summaryMarkdown } from './summary-md.ts';
import { sentence, tellAll } from '../../../../shared/words/all-words.ts';

export type LookOptions = SourceOptions & { request: BundleRequest; signal: AbortSignal };

// Enough to say that a part is large; nobody waits for the size of a hundred megabytes.
const measuredCharacters = 4_000_000;
const previewCharacters = 300_000;
const searchedCharacters = 20_000_000;
const summaryFile = 'SUMMARY.md';

/** A bundle that is looked at before anything is written. One question at a time. */
export type Look = {
  /** What would be in it, with sizes. */
  plan(): Promise<BundlePlan>;
  /** What is wrong, by the same analysers, with the checks of this machine that were made already. */
  findings(checks: readonly Check[]): Promise<Pick<BundlePlan, 'findings' | 'missing'>>;
  /**
   * One part, or `summary`, redacted by the rules of the file.
   * @throws AppError `not-found` for a name that no part has
   */
  preview(name: string): Promise<BundlePreview>;
  /** In which parts somebody's own word is, in any form: nowhere, it is hoped. */
  search(word: string): Promise<WordSearch>;
  close(): Promise<void>;
};

/** @throws AppError `not-found` for a session that is not there */
export async function openLook(options: LookOptions, tools: BundleTools): Promise<Look> {
  const { request, signal } = options;
  const source = await openSource(options, request, tools);
  const watches: Watches = {
    secrets: createLeakWatch(source.secrets.map((value) => ({ value, rule: 'a known secret' }))),
    canaries: createCanaries(),
  };
  let asked: Promise<Check[]> | null = null;
  const checksOf = (): Promise<Check[]> => (asked ??= tools.examineMachine(source.scratch).catch(() => []));
  const parts = partsOf(request, checksOf);
  const read = (part: Part, most: number): ReturnType<typeof textOf> =>
    textOf(part, source, { watches, signal, most });

  // What the list was made of is what is shown of it, at once.
  const listed = new Map<string, Awaited<ReturnType<typeof textOf>>>();

  async function findings(checks: readonly Check[]): Promise<Pick<BundlePlan, 'findings' | 'missing'>> {
    const facts = await gatherFacts(source, checks);
    return {
      findings: findTrouble(facts, source.redactor),
      missing: [...new Set(source.missing)].map((line) => source.redactor.sentence(line)),
    };
  }

  let planned: BundlePart[] | null = null;

  async function list(): Promise<BundlePart[]> {
    const all: BundlePart[] = [];
    listed.clear();
    for (const part of parts) {
      const { text, isMore, problem } = await read(part, measuredCharacters);
      const { id, file, title } = part;
      listed.set(id, {
        text: text.slice(0, previewCharacters),
        isMore: isMore || text.length > previewCharacters,
        problem,
      });
      all.push({ id, file, ...tellAll({ title }), bytes: Buffer.byteLength(text), isMore, problem });
    }
    return (planned = all);
  }

  /** With the sizes of the list, and without the hashes that only a file has. */
  async function summary(): Promise<BundlePreview> {
    const files = (planned ?? (await list())).map(({ file, bytes }) => ({ name: file, bytes, cut: null }));
    const { note } = request;
    const facts = await gatherSummary(source, await checksOf(), { host: 'host-of-the-file', note, files });
    return { file: summaryFile, text: summaryMarkdown(facts), isMore: false };
  }

  return {
    findings,
    plan: async () => ({ parts: await list(), ...(await findings(await checksOf())) }),
    async preview(name) {
      if (name === 'summary' || name === summaryFile) return summary();
      const part = parts.find(({ id, file }) => id === name || file === name);
      if (part === undefined) {
        const known = ['summary', ...parts.map(({ id }) => id)].join(', ');
        throw new AppError('not-found', sentence('bundle.no-part', { name: name.slice(0, 60), known }));
      }
      const { text, isMore, problem } = listed.get(part.id) ?? (await read(part, previewCharacters));
      if (problem !== null) throw new AppError('internal', problem);
      return { file: part.file, text, isMore };
    },
    async search(word) {
      if (word.trim().length < 2) throw new AppError('bad-input', sentence('bundle.short-word'));
      const watch = createLeakWatch([{ value: word.trim(), rule: 'word' }]);
      const answers: WordSearch = [];
      for (const part of parts) {
        const { text, isMore } = await read(part, searchedCharacters);
        answers.push({ file: part.file, isFound: watch.stream()(text) !== null, isMore });
      }
      return answers;
    },
    close: () => source.close(),
  };
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
