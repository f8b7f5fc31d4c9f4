import { parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';
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
import { endOf, namedStep, type Outcome } from './step.ts';

export type HttpNeeds = {
  network: Network;
  own: OwnWay;
  userAgent: string;
  /** Credentials of the target, for its own origin only. */
  headersFor: (url: string) => Readonly<Record<string, string>>;
  clock: Clock;
};

// Scripts and earlier runs know steps by these.
const sideIds = { socket: 'socket server', rest: 'REST backend' } as const;

/** What a base answers at three addresses that change nothing. */
export async function probeHttp(
  base: string,
  side: keyof typeof sideIds,
  needs: HttpNeeds,
): Promise<{ steps: ProbeStep[]; times: TimeSample[] }> {
  const times: TimeSample[] = [];
  const ask = async (path: string, read: (answer: Answer) => Found): Promise<ProbeStep> => {
    const id = `${sideIds[side]}${path}`;
    const title = sentence('probe.get', { path, side });
    const startMs = needs.clock.monotonicMs();
    try {
      const answer = await get(`${base}${path}`, needs);
      if (answer.date !== null) times.push(answer.date);
      return namedStep(id, title, { ms: Math.round(answer.ms), ...read(answer) });
    } catch (error) {
      const end = endOfError(error instanceof Error ? error : new Error(String(error)));
      const ms = Math.round(needs.clock.monotonicMs() - startMs);
      return namedStep(id, title, { ms, status: 'warn', ...endOf(end) });
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
type Found = Omit<Outcome, 'ms'>;

const answered = ({ body }: Answer): Sentence =>
  body === '' ? sentence('probe.empty-answer') : sentence('probe.answer', { body: outsideText(body) });

function readHealth(answer: Answer): Found {
  if (answer.status !== 200) return refused(answer);
  // Static on the reference: it says so with a dead transcriber as well.
  return { status: 'note', found: answered(answer), next: sentence('probe.health.next') };
}

function readRoot(answer: Answer): Found {
  if (answer.status !== 200) return { ...refused(answer), status: 'note' };
  return { status: 'ok', found: answered(answer) };
}

const openapiSchema = z.object({
  info: z.object({ title: z.string(), version: z.string() }).partial().optional(),
  paths: z.record(z.string(), z.unknown()),
});

function readRoutes(answer: Answer): Found {
  if (answer.status !== 200) return { ...refused(answer), status: 'note' };
  const parsed = openapiSchema.safeParse(parseJson(answer.body));
  if (!parsed.success) return { status: 'note', found: sentence('probe.no-routes') };
  const { info, paths } = parsed.data;
  const name = outsideText(`${info?.title ?? ''} ${info?.version ?? ''}`).trim();
  return { status: 'ok', found: sentence('probe.routes', { name, routes: Object.keys(paths).length }) };
}

function refused({ status, headers, url, nowMs }: Answer): Found {
  const end = endOfUpgradeAnswer({ status, headers, url, proxy: null, nowMs });
  const isSpecial =
    end.code.startsWith('err_ngrok') || (status >= 300 && status < 400) || status === 401 || status === 403;
  return { status: 'warn', found: sentence('probe.status', { status }), next: isSpecial ? end.said : null };
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
