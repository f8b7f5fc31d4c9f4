import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopback, isPlainName, type Redactor } from '../../redaction/redaction.ts';
import { definePart } from './part.ts';
import { safeTarget } from './safe-fields.ts';
import type { Source } from '../source/source.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';
import { isRecord } from '../../../../shared/is-record.ts';

type TargetRow = { target: Readonly<Record<string, unknown>>; isCurrent: boolean; credentials: boolean };

/** Where audio goes: of each target how it is reached and what is set for it, under a token. */
export const targetsPart = definePart<TargetRow>({
  id: 'targets',
  file: 'targets.jsonl',
  title: sentence('bundle.part.targets'),
  rows: (source) => targetRows(source),
  show: ({ target, isCurrent, credentials }, { redactor }) =>
    JSON.stringify({ ...shown(target, redactor), isCurrent, hasCredentials: credentials }),
  plant: (canary) => [
    {
      target: {
        name: canary,
        wsUrl: `wss://${canary}:${canary}@${canary}.example.org:8443/${canary}?key=${canary}#${canary}`,
        httpUrl: `https://${canary}.example.org/${canary}`,
        notes: canary,
        clientType: canary,
        platform: canary,
        caFile: `/home/${canary}/${canary}.pem`,
        proxy: `http://${canary}:${canary}@${canary}:3128`,
        colour: canary,
        headers: { Authorization: canary },
      },
      isCurrent: true,
      credentials: true,
    },
  ],
});

function shown(target: TargetRow['target'], redactor: Redactor): object {
  const { name, wsUrl, httpUrl, notes, caFile, proxy } = target;
  return {
    target: safeTarget(typeof name === 'string' ? name : null, redactor),
    address: typeof wsUrl === 'string' ? placeOf(wsUrl, redactor) : null,
    restAddress: typeof httpUrl === 'string' ? placeOf(httpUrl, redactor) : null,
    proxy:
      proxy === 'auto' || proxy === 'none'
        ? proxy
        : typeof proxy === 'string'
          ? placeOf(proxy, redactor)
          : null,
    hasNotes: notes !== undefined && notes !== '',
    hasCaFile: typeof caFile === 'string',
    ...Object.fromEntries(
      ['colour', 'clientType', 'platform', 'isProduction', 'compress'].map((key) => {
        const value = target[key];
        return [
          key,
          typeof value === 'string' ? redactor.name(value) : typeof value === 'boolean' ? value : null,
        ];
      }),
    ),
  };
}

/** How a place is reached, and what kind of place it is. */
function placeOf(address: string, redactor: Redactor): object {
  if (!URL.canParse(address)) return { problem: say('bundle.no-address') };
  const { protocol, hostname, port, username, search } = new URL(address);
  const isHere = isLoopback(hostname);
  return {
    scheme: isPlainName(protocol.slice(0, -1)) ? protocol.slice(0, -1) : 'other',
    host: isHere ? hostname : redactor.token('host', hostname),
    kind: isHere
      ? 'this machine'
      : /ngrok/i.test(hostname)
        ? 'ngrok'
        : /^[\d.:[\]]+$/.test(hostname)
          ? 'address'
          : 'name',
    port: port === '' ? null : Number(port),
    hasLogin: username !== '',
    hasQuery: search !== '',
  };
}

async function targetRows({ settings, home }: Source): Promise<TargetRow[]> {
  const { targets, target: current } = asRecord(settings);
  const stored = Object.keys(asRecord(await readJson(join(home, 'secrets.json'))));
  const all = [
    { name: 'built-in', wsUrl: null },
    ...(Array.isArray(targets) ? (targets as unknown[]) : []),
  ].map(asRecord);
  return all.map((target) => ({
    target,
    isCurrent: (current ?? 'built-in') === target.name,
    credentials: stored.includes(`target:${String(target.name)}`),
  }));
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
