import type { ProbeReport, ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import { clientType, handshake } from '../../../../shared/protocol/client-messages.ts';
import { adviceOf, judgeAddress } from '../../../../shared/settings/targets/target-address.ts';
import type { Target } from '../../../../shared/settings/targets/targets.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { asTold, sentence, toldBy, type Sentence } from '../../../../shared/words/all-words.ts';
import type { Clock } from '../../ports/ports.ts';
import { outsideText, type Dial, type Network, type Route } from '../../network/network.ts';
import { estimateSkew, type TimeSample } from '../clock-skew.ts';
import { probeHttp, type HttpNeeds } from './http.ts';
import { certificateStep, probeReach } from './reach.ts';
import { endOf, skipped, step, type StepId } from './step.ts';
import { openTalk, type Talk } from './talk.ts';

export type ProbeNeeds = { network: Network; version: string; clock: Clock };

const answerMs = 5_000;
const pings = 5;
// A quarter of a second of audio takes 11 kB, a second 43: whoever takes this takes what we send.
const largeBytes = 1_000_000;

/** Tries everything about a target that changes nothing at it, step by step, each with its time and what to do. */
export async function probeTarget(target: Target, dial: Dial, needs: ProbeNeeds): Promise<ProbeReport> {
  const { clock } = needs;
  const url = withoutQuery(dial.url);
  const userAgent = `scrumbot-desktop/${needs.version}`;
  const report = (steps: ProbeStep[], more: Partial<ProbeReport> = {}): ProbeReport => ({
    target: target.name,
    url,
    probedAt: new Date(clock.nowMs()).toISOString(),
    reachable: false,
    ok: !steps.some(({ status }) => status === 'fail'),
    steps,
    serverVersion: null,
    rttMs: null,
    clock: null,
    ...more,
  });
  const steps = [...addressSteps(url)];
  let route: Route;
  try {
    route = await dial.findRoute();
  } catch (error) {
    return report([
      ...steps,
      step('way', { status: 'fail', found: sentence('probe.unusable'), next: toldBy(saidBy(error)).said }),
    ]);
  }
  const webProbe = probeWeb(target, dial, { ...needs, userAgent });
  steps.push(...(await probeReach(new URL(dial.url), route)));
  const isCut = steps.some(({ status }) => status === 'fail');
  const talked = isCut ? notTalked() : await probeSocket(dial, userAgent, { target, needs, route });
  steps.push(...talked.steps);
  const web = await webProbe;
  const skew = estimateSkew([...talked.times, ...web.times]);
  steps.push(clockStep(skew), ...web.steps);
  return report(steps, {
    reachable: talked.reachable,
    serverVersion: talked.serverVersion,
    rttMs: talked.rttMs,
    clock: skew,
  });
}

function addressSteps(url: string): ProbeStep[] {
  const judged = judgeAddress(url);
  const advice = judged.ok ? judged.advice : [];
  return [
    step('address', {
      status: advice.length === 0 ? 'ok' : 'warn',
      found: asTold(url),
      next: advice.length === 0 ? null : sentence('probe.all', { hints: advice.map(adviceOf) }),
    }),
  ];
}

type Talked = {
  steps: ProbeStep[];
  times: TimeSample[];
  reachable: boolean;
  serverVersion: string | null;
  rttMs: number | null;
};

const talkSteps: readonly StepId[] = [
  'upgrade',
  'ack-on-connect',
  'handshake',
  'version',
  'compression',
  'rtt',
  'frame-limit',
];

function notTalked(): Talked {
  const steps = talkSteps.map((id) => skipped(id, sentence('probe.no-connection')));
  return { steps, times: [], reachable: false, serverVersion: null, rttMs: null };
}

async function probeSocket(
  dial: Dial,
  userAgent: string,
  { target, needs, route }: { target: Target; needs: ProbeNeeds; route: Route },
): Promise<Talked> {
  const talk = await openTalk(dial, { userAgent, clock: needs.clock });
  if (talk.failure !== null) {
    const upgrade = step('upgrade', { status: 'fail', ms: talk.upgradeMs, ...endOf(talk.failure) });
    return {
      ...notTalked(),
      steps: [upgrade, ...talkSteps.slice(1).map((id) => skipped(id, sentence('probe.no-websocket')))],
    };
  }
  try {
    const certificate = route.proxy !== null && talk.tls !== null ? [certificateStep(talk.tls)] : [];
    const upgrade = step('upgrade', { status: 'ok', found: sentence('probe.open'), ms: talk.upgradeMs });
    const greeted = await talk.next('HANDSHAKE_ACK', 1_000);
    if (talk.ended() === null) talk.send(handshake(needs.version, target.clientType ?? clientType));
    const answered = await talk.next('HANDSHAKE_ACK', answerMs);
    const ack = answered ?? greeted;
    const serverVersion = versionOf(ack?.message.serverVersion);
    const rttMs = await roundTrip(talk);
    return {
      steps: [
        ...certificate,
        upgrade,
        greeted === null
          ? step('ack-on-connect', {
              status: 'note',
              found: sentence('probe.no-greeting'),
              next: sentence('probe.no-greeting.next'),
            })
          : step('ack-on-connect', { status: 'ok', found: asTold('HANDSHAKE_ACK'), ms: greeted.ms }),
        handshakeStep(talk, answered?.ms ?? null, greeted !== null),
        serverVersion === null
          ? step('version', { status: 'note', found: sentence('probe.no-version') })
          : step('version', { status: 'ok', found: asTold(serverVersion) }),
        compressionStep(talk.compression),
        roundTripStep(talk, rttMs),
        answered === null
          ? skipped('frame-limit', sentence('probe.no-handshake'))
          : await frameStep(talk, needs.version, target),
      ],
      times: talk.times,
      reachable: ack !== null,
      serverVersion,
      rttMs,
    };
  } finally {
    talk.close();
  }
}

function handshakeStep(talk: Talk, ms: number | null, wasGreeted: boolean): ProbeStep {
  if (ms !== null) return step('handshake', { status: 'ok', found: asTold('HANDSHAKE_ACK'), ms });
  const end = talk.ended();
  if (end !== null && talk.error() === null) {
    return step('handshake', {
      status: 'fail',
      found: end.said,
      next: sentence('probe.ends-early.next'),
    });
  }
  return step('handshake', {
    status: wasGreeted ? 'warn' : 'fail',
    found: unanswered(talk),
    next: sentence(wasGreeted ? 'probe.greeted-only.next' : 'probe.is-it-scrumbot'),
  });
}

/** What a target said, or how it ended, that did not answer. */
function unanswered(talk: Talk): Sentence {
  const error = talk.error();
  if (error !== null) return asTold(error);
  return talk.ended()?.said ?? sentence('probe.no-answer', { sec: answerMs / 1_000 });
}

function roundTripStep(talk: Talk, rttMs: number | null): ProbeStep {
  if (rttMs !== null)
    return step('rtt', { status: 'ok', found: sentence('probe.round-trip', { ms: rttMs, pings }) });
  if (talk.ended() !== null) return skipped('rtt', sentence('probe.ended'));
  const next = sentence('probe.no-pong.next');
  return step('rtt', { status: 'warn', found: sentence('probe.no-pong'), next });
}

function compressionStep(extensions: string): ProbeStep {
  const isOn = extensions.includes('permessage-deflate');
  return step('compression', {
    status: isOn ? 'ok' : 'note',
    found: isOn ? asTold('permessage-deflate') : sentence('probe.no-compression'),
    next: isOn ? null : sentence('probe.no-compression.next'),
  });
}

async function roundTrip(talk: Talk): Promise<number | null> {
  const all: number[] = [];
  for (let i = 0; i < pings && talk.ended() === null; i += 1) {
    const ms = await talk.ping(answerMs);
    if (ms === null) break;
    all.push(ms);
  }
  const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
  return median === undefined ? null : Math.round(median * 100) / 100;
}

/** A HANDSHAKE with a long word in it: every server reads it and takes nothing from it. */
async function frameStep(talk: Talk, version: string, target: Target): Promise<ProbeStep> {
  if (talk.ended() !== null) return skipped('frame-limit', sentence('probe.ended'));
  talk.send({ ...handshake(version, target.clientType ?? clientType), padding: 'x'.repeat(largeBytes) });
  const answer = await talk.next('HANDSHAKE_ACK', answerMs);
  if (answer !== null)
    return step('frame-limit', { status: 'ok', found: sentence('probe.takes-large'), ms: answer.ms });
  const end = talk.ended();
  return step('frame-limit', {
    status: 'warn',
    ...(end === null
      ? { found: sentence('probe.no-large'), next: sentence('probe.no-large.next') }
      : endOf(end)),
  });
}

function versionOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? outsideText(value) : null;
}

// More than this and times of both sides cannot be read side by side.
const muchMs = 2_000;

function clockStep(skew: ProbeReport['clock']): ProbeStep {
  if (skew === null) return skipped('clock', sentence('probe.no-time'));
  const { skewMs, uncertaintyMs, zoneMinutes } = skew;
  const isFar = Math.abs(skewMs) - uncertaintyMs > muchMs;
  const hints = [
    ...(isFar ? [sentence('probe.skewed.next')] : []),
    ...(zoneMinutes === null ? [] : [sentence('probe.no-zone.next', { zoneMinutes })]),
  ];
  return step('clock', {
    status: isFar ? 'warn' : 'ok',
    found: sentence('probe.skew', { skewMs, uncertaintyMs }),
    next: hints.length === 0 ? null : sentence('probe.all', { hints }),
  });
}

async function probeWeb(
  target: Target,
  dial: Dial,
  needs: ProbeNeeds & { userAgent: string },
): Promise<{ steps: ProbeStep[]; times: TimeSample[] }> {
  const socketBase = new URL(dial.url).origin.replace(/^ws/, 'http');
  const own = { proxy: target.proxy ?? null, caFile: target.caFile ?? null };
  const httpNeeds: HttpNeeds = {
    ...needs,
    own,
    headersFor: (url) => (new URL(url).origin === socketBase ? dial.headers : {}),
  };
  const bases: { base: string; side: 'socket' | 'rest' }[] = [{ base: socketBase, side: 'socket' }];
  const rest = target.httpUrl?.replace(/\/+$/, '') ?? null;
  if (rest !== null && rest !== socketBase) bases.push({ base: rest, side: 'rest' });
  const found = await Promise.all(bases.map(({ base, side }) => probeHttp(base, side, httpNeeds)));
  return { steps: found.flatMap(({ steps }) => steps), times: found.flatMap(({ times }) => times) };
}

function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
