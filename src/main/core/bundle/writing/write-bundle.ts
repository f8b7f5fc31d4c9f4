import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  BundleFile,
  BundleManifest,
  BundleProgress,
  BundleReport,
  BundleRequest,
} from '../../../../shared/bundle/bundle.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Check } from '../../../../shared/machine/checks.ts';
import { createLeakWatch } from '../../redaction/redaction.ts';
import { partsOf } from '../collectors/collectors.ts';
import type { Part } from '../collectors/part.ts';
import { safeId } from '../collectors/safe-fields.ts';
import { audioFiles } from '../collectors/stored/spoken-parts.ts';
import { openSource, type SourceOptions } from '../source/open-source.ts';
import type { BundleTools, Source } from '../source/source.ts';
import { createCanaries } from './canaries.ts';
import { addAudio } from './add-audio.ts';
import { leaked, renderPart, type Rendered, type Watches } from './render-part.ts';
import { sealFile } from './seal.ts';
import { gatherSummary } from './summary-facts.ts';
import { summaryHtml } from './summary-html.ts';
import { summaryMarkdown } from './summary-md.ts';
import { createZipWriter, unwritable, type ZipWriter } from './zip-file.ts';
import { say, sayIt } from '../../../../shared/words/all-words.ts';

export type WriteOptions = SourceOptions & {
  /** A folder, or the file itself. `null`: the folder is the current one. */
  out: string;
  request: BundleRequest;
  /** An age recipient; the bundle is sealed to it. */
  recipient: string | null;
  signal: AbortSignal;
  onProgress: (progress: BundleProgress) => void;
};

type Writing = WriteOptions & { source: Source; zip: ZipWriter; watches: Watches; files: BundleFile[] };

/**
 * Writes a bundle beside its place and moves it there when it is whole and nothing private was found in it.
 * @throws AppError `storage-failed`, `not-found`; `internal` when redaction let something through; an abort as it is
 */
export async function writeBundle(options: WriteOptions, tools: BundleTools): Promise<BundleReport> {
  const { out, signal, recipient } = options;
  const part = join(dirname(out), `.${randomBytes(6).toString('hex')}.bundle-part`);
  const source = await openSource(options, options.request, tools);
  let zip: ZipWriter | null = null;
  try {
    zip = await createZipWriter(part, out);
    const watches: Watches = {
      secrets: createLeakWatch(source.secrets.map((value) => ({ value, rule: 'a known secret' }))),
      canaries: createCanaries(),
    };
    const content = await fill({ ...options, source, zip, watches, files: [] }, tools);
    signal.throwIfAborted();
    await zip.close();
    if (recipient !== null)
      await sealFile(part, recipient, signal).catch((error: unknown) => {
        throw signal.aborted || error instanceof AppError ? error : unwritable(out, error);
      });
    signal.throwIfAborted();
    const { size } = await stat(part);
    await rename(part, out);
    return { path: out, bytes: size, ...content };
  } catch (error) {
    await zip?.discard();
    throw error;
  } finally {
    await rm(part, { force: true });
    await source.close();
  }
}

async function fill(writing: Writing, tools: BundleTools): Promise<Omit<BundleReport, 'path' | 'bytes'>> {
  const { source, request, zip, watches, files, onProgress } = writing;
  let asked: Promise<Check[]> | null = null;
  const checksOf = (): Promise<Check[]> => (asked ??= tools.examineMachine(source.scratch).catch(() => []));
  const parts = partsOf(request, checksOf);
  let planted = 0;
  for (const [index, part] of parts.entries()) {
    const onBlock = (): void =>
      onProgress({ part: sayIt(part.title), done: index, parts: parts.length + 1, bytes: zip.written() });
    onBlock();
    planted += await addPart(part, { ...writing, onBlock }, limitOf(part, request, zip.written()));
  }
  if (request.include.includes('audio'))
    await addAudio(audioFiles(source), { ...writing, maxBytes: request.maxBytes });
  onProgress({
    part: say('bundle.part.findings'),
    done: parts.length,
    parts: parts.length + 1,
    bytes: zip.written(),
  });

  const summary = await gatherSummary(source, await checksOf(), {
    ...{ host: hostToken(writing.out), note: request.note, files: [...files] },
  });
  const { createdAt, version, host, window, findings, missing } = summary;
  await addText('SUMMARY.md', summaryMarkdown(summary), writing);
  await addText('summary.html', summaryHtml(summary), writing);
  const content = {
    files,
    redactions: source.redactor.counts(),
    findings: [...findings],
    canaries: { planted, found: 0 },
  };
  const manifest: BundleManifest = {
    format: 'scrumbot-bundle-1',
    ...{ createdAt, version, host, window },
    request: shownRequest(writing),
    missing: [...missing],
    canarySeed: watches.canaries.seed,
    ...content,
  };
  await zip.add('manifest.json', (write) => write(`${JSON.stringify(manifest, null, 2)}\n`));
  return { ...content, missing: [...missing] };
}

// For the summaries, the manifest and the zip's own list of files.
const reservedBytes = 400_000;
const reservedShare = 0.2;
// What is being packed is not in the file yet.
const lagBytes = 200_000;
const logShare = 0.25;

function limitOf({ id }: Part, { maxBytes }: BundleRequest, written: number): number {
  const usable = maxBytes - Math.min(reservedBytes + lagBytes, maxBytes * reservedShare * 2);
  return id === 'logs' ? written + Math.max(0, usable - written) * logShare : usable;
}

async function addPart(
  part: Part,
  writing: Writing & { onBlock: () => void },
  limit: number,
): Promise<number> {
  const { source, zip, watches, files, signal } = writing;
  const total = part.count?.(source) ?? null;
  const rendered: Rendered = { lines: 0, planted: 0, isCut: false };
  const entry = await zip.add(part.file, async (write) => {
    Object.assign(
      rendered,
      await renderPart(part, source, {
        watches,
        signal,
        async write(text) {
          await write(text);
          writing.onBlock();
        },
        isFull: (lines) => zip.written() >= limit || lines >= source.mostLines,
      }),
    );
  });
  const { lines, planted, isCut } = rendered;
  const left = total === null ? 'Older lines' : `${total - lines} of ${total} lines, the oldest,`;
  const cut = isCut
    ? `${left} are left out: ${capOf(writing.request.maxBytes, lines >= source.mostLines ? lines : null)}`
    : null;
  if (cut !== null) source.missing.push(`In ${part.file}: ${cut}`);
  files.push({ name: part.file, ...entry, cut });
  return planted;
}

function capOf(maxBytes: number, lines: number | null): string {
  const megabytes = Number((maxBytes / 1024 ** 2).toFixed(1));
  return lines === null
    ? `the file may have ${megabytes} MB.`
    : `a part of a file of at most ${megabytes} MB has ${lines.toLocaleString('en')} lines.`;
}

async function addText(name: string, text: string, { zip, files, watches }: Writing): Promise<void> {
  const rule = watches.secrets.stream()(text);
  if (rule !== null) throw leaked(name, rule);
  const entry = await zip.add(name, (write) => write(text));
  files.push({ name, ...entry, cut: null });
}

function shownRequest({ request, source, recipient }: Writing): Record<string, unknown> {
  const { note, sessionId, ...options } = request;
  return {
    command: 'bundle',
    ...options,
    sessionId: safeId(sessionId, source.redactor),
    noteCharacters: note.length,
    isSealed: recipient !== null,
  };
}

/** As in the file's name, so that both are the same machine to whoever gets several. */
function hostToken(out: string): string {
  return /host-[0-9a-f]{6}/.exec(out)?.[0] ?? newHostToken();
}

/** With date, a token of this bundle's machine and the version; nothing of the machine's real name. */
export function bundleName(version: string, isSealed: boolean, nowMs = Date.now()): string {
  const time = new Date(nowMs).toISOString().slice(0, 16).replace(':', '-');
  return `scrumbot-bundle-${time}-${newHostToken()}-${version}.zip${isSealed ? '.age' : ''}`;
}

function newHostToken(): string {
  return `host-${randomBytes(3).toString('hex')}`;
}
