import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { ProbeStep } from '../../../../shared/settings/targets/probe.ts';
import { endOfError, type Route } from '../../network/network.ts';
import { endOf, skipped, step } from './step.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const timeoutMs = 5_000;

/** Name, connection and certificate, each for itself, so that a failure has a place. */
export async function probeReach(url: URL, route: Route): Promise<ProbeStep[]> {
  if (route.proxy !== null) {
    return [
      step('way', { status: 'note', found: sentence('probe.through-proxy', { proxy: route.proxy }) }),
      skipped('dns', sentence('probe.proxy-looks-up')),
      skipped('tcp', sentence('probe.proxy-connects')),
    ];
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const dns = await probeName(host);
  if (dns.status === 'fail') {
    const why = sentence('probe.no-address');
    return [dns, skipped('tcp', why), ...tlsSkipped(url, why)];
  }
  const port = portOf(url);
  const tcp = await probePort(host, port);
  if (tcp.status === 'fail') return [dns, tcp, ...tlsSkipped(url, sentence('probe.no-connection'))];
  return url.protocol === 'wss:' ? [dns, tcp, await probeCertificate(host, port, route)] : [dns, tcp];
}

function tlsSkipped(url: URL, why: Sentence): ProbeStep[] {
  return url.protocol === 'wss:' ? [skipped('tls', why)] : [];
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'wss:' ? 443 : 80;
}

async function probeName(host: string): Promise<ProbeStep> {
  if (isIP(host) !== 0) return skipped('dns', sentence('probe.is-number'));
  const startMs = performance.now();
  try {
    const found = await lookup(host, { all: true });
    const addresses = found.map(({ address }) => address).join(', ');
    return step('dns', { status: 'ok', found: asTold(addresses), ms: performance.now() - startMs });
  } catch (error) {
    return failed('dns', error, startMs);
  }
}

async function probePort(host: string, port: number): Promise<ProbeStep> {
  const startMs = performance.now();
  const socket = connect({ host, port, timeout: timeoutMs });
  try {
    await whenReady(socket, 'connect');
    const found = sentence('probe.connected', { address: socket.remoteAddress ?? host, port });
    return step('tcp', { status: 'ok', found, ms: performance.now() - startMs });
  } catch (error) {
    return failed('tcp', error, startMs);
  } finally {
    socket.destroy();
  }
}

async function probeCertificate(host: string, port: number, { ca }: Route): Promise<ProbeStep> {
  const startMs = performance.now();
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ host, port, timeout: timeoutMs, ...servername, ...(ca && { ca }) });
  try {
    await whenReady(socket, 'secureConnect');
    return certificateStep(socket, performance.now() - startMs);
  } catch (error) {
    return failed('tls', error, startMs);
  } finally {
    socket.destroy();
  }
}

const dayMs = 86_400_000;
// What renews certificates by itself does so earlier.
const fewDays = 14;

/** The certificate of a connection that was verified. */
export function certificateStep(socket: TLSSocket, ms?: number): ProbeStep {
  const certificate = socket.getPeerCertificate(true);
  const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / dayMs);
  const chain = chainOf(certificate).join(' ← ');
  return step('tls', {
    status: days < fewDays ? 'warn' : 'ok',
    found: sentence('probe.certificate', { protocol: socket.getProtocol() ?? 'TLS', chain, days }),
    ...(ms !== undefined && { ms }),
    next: days < fewDays ? sentence('probe.certificate-ends.next') : null,
  });
}

// Cross-signed chains may go round.
const longestChain = 8;

function chainOf(certificate: PeerCertificate | { issuerCertificate?: never }): string[] {
  const names: string[] = [];
  let current: unknown = certificate;
  while (names.length < longestChain && isCertificate(current)) {
    names.push(nameOf(current.subject));
    const issuer: unknown = (current as { issuerCertificate?: unknown }).issuerCertificate;
    if (issuer === current) break;
    current = issuer;
  }
  return names;
}

function isCertificate(value: unknown): value is PeerCertificate {
  return typeof value === 'object' && value !== null && 'subject' in value;
}

function nameOf(subject: Record<string, string | string[] | undefined>): string {
  const name = subject.CN ?? subject.O ?? 'unnamed';
  return Array.isArray(name) ? name.join(' ') : name;
}

function whenReady(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once('error', reject);
    socket.once('timeout', () => reject(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}

function failed(id: 'dns' | 'tcp' | 'tls', error: unknown, startMs: number): ProbeStep {
  const end = endOfError(error instanceof Error ? error : new Error(String(error)));
  return step(id, { status: 'fail', ms: performance.now() - startMs, ...endOf(end) });
}
