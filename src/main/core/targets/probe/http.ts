import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import type { Clock } from '../../ports/ports.ts';
import {
  endOfError,
  endOfUpgradeAnswer,
  httpGet,
  outsideText,
  type Network,
  type OwnWay,
} from '../../network/network.ts';
import type { TimeSample } from '../clock-skew.ts';

export type HttpNeeds = {
  network: Network;
  own: OwnWay;
  userAgent: string;
  /** Credentials of the target, for its own origin only. */
  headersFor: (url: string) => Readonly<Record<string, string>>;
  clock: Clock;
};

/** What a base answers at three addresses that change nothing. */
export async function probeHttp(
  base: string,
  what: string,
  needs: HttpNeeds,
): Promise<{ steps: ProbeStep[]; times: TimeSample[] }> {
  const times: TimeSample[] = [];
  const ask = async (path: string, read: (answer: Answer) => Found): Promise<ProbeStep> => {
    const id = `${what}${path}`;
    const title = `GET ${path} (${what})`;
    const startMs = needs.clock.monotonicMs();
    try {
      const answer = await get(`${base}${path}`, needs);
      if (answer.date !== null) times.push(answer.date);
      return { id, title, ms: Math.round(answer.ms), next: null, ...read(answer) };
    } catch (error) {
      const end = endOfError(error instanceof Error ? error : new Error(String(error)));
      const ms = Math.round(needs.clock.monotonicMs() - startMs);
      return { id, title, ms, status: 'warn', found: end.code, next: end.sentence };
    }
  };
  // Side by side: one that says nothing takes its whole time.
  const steps = await Promise.all([
    ask('/health', readHealth),
    ask('/', readRoot),
    ask('/openapi.json', readRoutes),
  ]);
  return { steps, times };
}

type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  ms: number;
  date: TimeSample | null;
  url: string;
  nowMs: number;
};
type Found = Pick<ProbeStep, 'status' | 'found'> & { next?: string | null };

// Static on the reference: it says so with a dead transcriber as well.
const staticHealth = 'Reachable is not healthy: a ScrumBot backend says this with a dead transcriber, too.';

function readHealth(answer: Answer): Found {
  if (answer.status !== 200) return refused(answer);
  return { status: 'note', found: `200, ${outsideText(answer.body) || 'empty'}`, next: staticHealth };
}

function readRoot(answer: Answer): Found {
  if (answer.status !== 200) return { ...refused(answer), status: 'note' };
  return { status: 'ok', found: `200, ${outsideText(answer.body) || 'empty'}` };
}

const openapiSchema = z.object({
  info: z.object({ title: z.string(), version: z.string() }).partial().optional(),
  paths: z.record(z.string(), z.unknown()),
});

function readRoutes(answer: Answer): Found {
  if (answer.status !== 200) return { ...refused(answer), status: 'note' };
  const parsed = openapiSchema.safeParse(parseJson(answer.body));
  if (!parsed.success) return { status: 'note', found: '200, but no description of an API' };
  const { info, paths } = parsed.data;
  const name = outsideText(`${info?.title ?? 'an API'} ${info?.version ?? ''}`);
  return { status: 'ok', found: `${name}, ${Object.keys(paths).length} routes` };
}

function refused({ status, headers, url, nowMs }: Answer): Found {
  const end = endOfUpgradeAnswer({ status, headers, url, proxy: null, nowMs });
  const isSpecial =
    end.code.startsWith('err_ngrok') || (status >= 300 && status < 400) || status === 401 || status === 403;
  return { status: 'warn', found: `HTTP ${status}`, next: isSpecial ? end.sentence : null };
}

function parseJson(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return null;
  }
}

const timeoutMs = 5_000;
// An OpenAPI description of 31 routes takes 40 kB.
const mostBytes = 2_000_000;

async function get(url: string, needs: HttpNeeds): Promise<Answer> {
  const { network, own, clock } = needs;
  const route = await network.routeTo(url, own);
  const startMs = clock.monotonicMs();
  const fromMs = clock.nowMs();
  let toMs = fromMs;
  let ms = 0;
  const answer = await httpGet(url, {
    route,
    signal: AbortSignal.timeout(timeoutMs),
    mostBytes,
    headers: {
      'User-Agent': needs.userAgent,
      Accept: 'application/json, text/plain;q=0.5, */*;q=0.1',
      ...needs.headersFor(url),
    },
    onHead() {
      toMs = clock.nowMs();
      ms = clock.monotonicMs() - startMs;
    },
  });
  const { date } = answer.headers;
  return {
    ...answer,
    ms,
    date: date === undefined ? null : { fromMs, toMs, text: date, stepMs: 1_000 },
    url,
    nowMs: toMs,
  };
}
