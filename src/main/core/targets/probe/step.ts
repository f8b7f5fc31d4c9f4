import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';

export const titles = {
  address: 'Address',
  way: 'Way',
  dns: 'Name',
  tcp: 'Connection',
  tls: 'Certificate',
  upgrade: 'WebSocket',
  'ack-on-connect': 'Greeting',
  handshake: 'HANDSHAKE',
  version: 'Server version',
  compression: 'Compression',
  rtt: 'Round trip',
  clock: 'Clock',
  'frame-limit': 'Large message',
} as const;
export type StepId = keyof typeof titles;

type Outcome = Pick<ProbeStep, 'status' | 'found'> & { ms?: number; next?: string | null };

export function step(id: StepId, { status, found, ms, next }: Outcome): ProbeStep {
  return {
    id,
    title: titles[id],
    status,
    found,
    ms: ms === undefined ? null : Math.round(ms * 10) / 10,
    next: next ?? null,
  };
}

export function skipped(id: StepId, why: string): ProbeStep {
  return step(id, { status: 'skip', found: why });
}
