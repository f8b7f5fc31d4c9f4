import {
  bundleManifestSchema,
  bundlePartIds,
  type BundleInspection,
  type BundleManifest,
} from '../../../../shared/bundle/bundle.ts';
import { createLeakWatch, createRedactionStream, createRedactor } from '../../redaction/redaction.ts';
import { canariesOf } from '../writing/canaries.ts';
import { readZip, refused, type ReadEntry } from './read-zip.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A bundle as it was read: what it says, and its small files. */
export type ReadBundle = {
  inspection: BundleInspection;
  manifest: BundleManifest;
  texts: Readonly<Record<string, string>>;
};

const spokenFiles = /^(?:audio\/|transcripts\.jsonl$)/;
const kept = /\.(?:json|csv|md|html)$|^(?:targets|checks|sessions|alerts|health)\.jsonl$/;

/**
 * Reads a bundle of anybody: its list of files held against what is there, and everything looked through again for
 * secrets, with those that are known here as well.
 * @throws AppError `bad-input` when it is no bundle or a hostile one
 */
export async function inspectBundle(
  path: string,
  secrets: readonly string[],
  signal?: AbortSignal,
): Promise<ReadBundle> {
  const scans = new Map<string, ReturnType<typeof createScan>>();
  const entries = await readZip(path, (name) => {
    if (name.startsWith('audio/')) return null;
    const scan = createScan(name, secrets);
    scans.set(name, scan);
    return {
      keep: kept.test(name),
      push(text) {
        signal?.throwIfAborted();
        scan.push(text);
        // Other questions of this thread are answered in between.
        return signal === undefined ? undefined : new Promise((resolve) => setImmediate(resolve));
      },
    };
  });
  const texts = Object.fromEntries(
    entries.flatMap(({ name, text }) => (text === null ? [] : [[name, text]])),
  );
  const manifest = manifestIn(path, texts['manifest.json']);
  const planted = canariesOf(
    manifest.canarySeed,
    bundlePartIds.map((id) => ({ id })),
  );
  const canaryWatch = createLeakWatch(planted.map((value) => ({ value, rule: 'canary' })));
  const withCanary = Object.entries(texts).filter(
    ([name, text]) => name !== 'manifest.json' && canaryWatch.stream()(text) !== null,
  );
  const { createdAt, version, host, window, missing, files, redactions, findings, canaries } = manifest;
  const inspection: BundleInspection = {
    ...{ files, redactions, findings, createdAt, version, host, window, missing },
    canaries: { planted: canaries.planted, found: canaries.found + withCanary.length },
    problems: [
      ...problemsOf(manifest, entries),
      ...withCanary.map(([name]) => `${name} holds a canary that redaction should have taken out.`),
      ...scriptsIn(texts),
    ],
    leaks: [...scans].flatMap(([file, scan]) => scan.leaks().map((leak) => ({ file, ...leak }))),
  };
  return { inspection, manifest, texts };
}

function manifestIn(path: string, text: string | undefined): BundleManifest {
  if (text === undefined) throw refused(path, sentence('zip.no-manifest'));
  try {
    return bundleManifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw refused(path, sentence('zip.bad-manifest'), cause);
  }
}

function problemsOf({ files }: BundleManifest, entries: readonly ReadEntry[]): string[] {
  const there = new Map(entries.map((entry) => [entry.name, entry]));
  const listed = new Set(files.map(({ name }) => name));
  return [
    ...files.flatMap(({ name, sha256, bytes }) => {
      const entry = there.get(name);
      if (entry === undefined) return [`${name} is listed and not there.`];
      if (entry.sha256 !== sha256 || entry.bytes !== bytes)
        return [`${name} was changed after the bundle was made: its hash is another.`];
      return [];
    }),
    ...entries.flatMap(({ name }) =>
      listed.has(name) || name === 'manifest.json'
        ? []
        : [`${name} is there and not listed: it was added later.`],
    ),
  ];
}

/** What is redacted already is left as it is by redaction; whatever it would still take out is a leak. */
function createScan(
  name: string,
  secrets: readonly string[],
): { push(text: string): void; leaks(): { rule: string; times: number }[] } {
  const redactor = createRedactor({ secrets });
  const stream = createRedactionStream(redactor);
  return {
    push: (text) => void stream.push(text),
    leaks() {
      stream.end();
      return Object.entries(redactor.counts())
        .filter(([rule]) => !isExpected(name, rule))
        .map(([rule, times]) => ({ rule, times }));
    },
  };
}

/** Hashes of files are in the manifest, and addresses of what people said are theirs. */
function isExpected(name: string, rule: string): boolean {
  if (name === 'manifest.json') return rule === 'random' || rule === 'long-data' || rule === 'number';
  return spokenFiles.test(name) && rule === 'number';
}

function scriptsIn(texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    /<script|javascript:|\son\w{3,20}\s*=/i.test(text) && /\.(?:md|html)$/.test(name)
      ? [`${name} holds a script.`]
      : [],
  );
}
