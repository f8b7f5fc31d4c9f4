import { describe, expect, it } from 'vitest';
import { createAuthority, type Authority, type Certificate } from '../../support/certificates.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { startLedgerTarget } from '../../support/ledger-target.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { streamTo } from '../../support/streaming.ts';
import { describeWith } from '../../support/machine/needs.ts';

const second = 16_000;

describe('an upgrade that is answered with plain HTTP', () => {
  it.each([
    [401, 'The target refuses the connection (HTTP 401). Check its address and credentials.'],
    [403, 'The target refuses the connection (HTTP 403). Check its address and credentials.'],
  ])('fault 10: is given up at once when the answer is %d', async (status, sentence) => {
    const target = await startScriptedTarget({ refuseUpgrade: status });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    await expect.poll(() => stream.connection()).toMatchObject({ phase: 'stopped', sentence });
    stream.finish();
    await expect(stream.done).resolves.toMatchObject({ complete: false, sentence });
    expect(stream.events.filter(({ type }) => type === 'connection.opening')).toHaveLength(1);
    expect(stream.counts()).toMatchObject({ sent: 0, pending: 1 });
  });

  it.each([
    [404, 'There is no WebSocket at this address (HTTP 404). Check its path; ScrumBot uses /ws.'],
    [502, 'The target answers with HTTP 502 instead of a WebSocket.'],
    // What a login page or a plain web server says.
    [
      200,
      'The target answers with HTTP 200 instead of a WebSocket: a web page or a REST backend is there. Check its port and path; ScrumBot uses /ws.',
    ],
  ])('fault 10: is tried again when the answer is %d', async (status, sentence) => {
    const target = await startScriptedTarget({ refuseUpgrade: status });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    const ended = () => stream.events.filter(({ type }) => type === 'connection.ended');
    await expect.poll(() => ended().length).toBeGreaterThanOrEqual(3);
    expect(new Set(ended().map(({ reason }) => reason))).toEqual(new Set([sentence]));
    expect(stream.counts()).toMatchObject({ sent: 0, pending: 1 });
  });
});

describeWith(['openssl'], 'a target whose certificate is bad', () => {
  it('fault 11: is no fault when the certificate is good', async () => {
    const authority = await createAuthority();
    const target = await startLedgerTarget({}, { tls: await authority.issue() });
    const stream = streamTo(target.url);
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(second)).toMatchObject({ missing: 0, twice: 0 });
  });

  it.each<[string, RegExp, (authority: Authority) => Promise<Certificate>]>([
    ['has expired', /has expired/, (authority) => authority.issue({ days: -1 })],
    ['is for another host', /is for another name/, (authority) => authority.issue({ address: '192.0.2.7' })],
    ['is self-signed', /is self-signed/, (authority) => authority.selfSigned()],
  ])('fault 11: gets nothing when the certificate %s', async (_name, sentence, makeCertificate) => {
    const target = await startLedgerTarget({}, { tls: await makeCertificate(await createAuthority()) });
    const stream = streamTo(target.url, { clock: createFastClock(20) });
    stream.recorded(second);
    const ended = () => stream.events.filter(({ type }) => type === 'connection.ended');
    await expect.poll(() => ended().length).toBeGreaterThan(0);
    expect(ended()[0]?.reason).toMatch(sentence);
    expect(ended()[0]?.reason).toMatch(/Nothing was sent/);
    expect(target.connections).toEqual([]);
    expect(target.received).toEqual([]);
    expect(stream.frames).toEqual([]);
    expect(stream.bytes()).toMatchObject({ out: 0, plainOut: 0 });
    expect(stream.counts()).toMatchObject({ sent: 0, pending: 1 });
  });

  it('fault 11: says that a target does not speak TLS', async () => {
    const target = await startLedgerTarget();
    const stream = streamTo(target.url.replace('ws:', 'wss:'), { clock: createFastClock(20) });
    const reasons = () => stream.events.map(({ reason }) => reason);
    await expect.poll(reasons).toContainEqual(expect.stringContaining('does not speak TLS'));
  });
});
