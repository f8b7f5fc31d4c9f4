import { describe, expect, it } from 'vitest';
import { phaseIds, type PhaseId } from '../../../src/shared/verification/verification.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { startScriptedTarget } from '../../support/scripted-target.ts';
import { createAuthority, type Authority, type Certificate } from '../../support/certificates.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { checkOf, checksOf, littleWork, startSimulated, startVerifier } from './verify.ts';

describe('a verification', () => {
  it('of the built-in backend finds nothing, and each check that passed has its evidence', async () => {
    const { core, verify } = await startVerifier();
    const run = await verify({});
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(run.phases.map(({ id }) => id)).toEqual(phaseIds.filter((id) => id !== 'soak'));
    expect(checksOf(run, 'inconclusive')).toEqual([]);

    const cited = run.phases.flatMap(({ checks }) => checks.flatMap(({ evidence }) => evidence));
    const ids = [...new Set(cited)].slice(0, 100);
    const events = await core.handlers['analysis.events']({ ids });
    expect(events).toHaveLength(ids.length);
    for (const { sessionId } of events) expect(sessionId).toMatch(`verify-${run.runId}`);
    const answered = checkOf(run, 'end-to-end/answered');
    const results = await core.handlers['analysis.events']({ ids: answered.evidence });
    expect(results.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'TRANSCRIPTION_RESULT'));
  });

  it('is kept, and two of them are compared', async () => {
    const { core, verify } = await startVerifier();
    const before = await verify({ target: await startSimulated('old'), phases: ['end-to-end', 'traffic'] });
    const after = await verify({ target: await startSimulated('real'), phases: ['end-to-end', 'traffic'] });
    const history = await core.handlers['verification.history']({ limit: 10 });
    expect(history.map(({ runId }) => runId).toSorted()).toEqual([before.runId, after.runId].toSorted());
    const { figures, halved } = await core.handlers['verification.compare']({
      a: before.runId,
      b: after.runId,
    });
    expect(figures.find(({ id }) => id === 'resultsPerTranscription')).toMatchObject({ a: 2, b: 1 });
    expect(halved.found).toMatch(/bytes/);
  });

  it('measures again beside other work, and takes what was quick nevertheless as an upper bound', async () => {
    const { verify } = await startVerifier({ clock: createFastClock(20) });
    // Whatever the machine does, it is in the way.
    const machine = { own: Number.POSITIVE_INFINITY, waited: -1, lateMs: -1, pace: Number.POSITIVE_INFINITY };
    const phases: PhaseId[] = ['handshake', 'monitoring', 'end-to-end', 'stress'];
    const quick = await verify({ phases }, (usual) => {
      const work = littleWork(usual);
      return { ...work, limits: { ...work.limits, machine } };
    });
    expect(quick).toMatchObject({ passed: true, figures: { stressP95Ms: null } });
    expect(checkOf(quick, 'stress/latency')).toMatchObject({
      status: 'pass',
      found: expect.stringMatching(/^At most p50 .* at least as quick/) as string,
    });

    const slow = await verify({ phases }, (usual) => {
      const work = littleWork(usual);
      const none = { handshakeP50Ms: -1, handshakeP95Ms: -1, firstResultMs: -1e6 };
      return { ...work, limits: { ...work.limits, ...none, machine: { ...machine, pace: 0 } } };
    });
    expect(checksOf(slow, 'fail')).toEqual([]);
    expect(checksOf(slow, 'inconclusive')).toEqual([
      'handshake/ack-p50',
      'handshake/ack-p95',
      'end-to-end/first-result',
      'stress/latency',
    ]);
    for (const check of checksOf(slow, 'inconclusive')) {
      expect(checkOf(slow, check).found, check).toMatch(/machine is the bottleneck.* measured 3 times/);
    }
    expect(slow.summary).toMatch(
      /without evidence: Handshake, End to end, Stress\. This machine was too busy/,
    );
    // The other phases look at the meeting that counted.
    expect(slow.phases.find(({ id }) => id === 'monitoring')?.status).toBe('pass');
  });

  it('is cancelled, and says so', async () => {
    const { core, verify } = await startVerifier();
    const running = verify({ phases: ['soak'], soakMin: 5 });
    await expect
      .poll(async () => (await core.handlers['verification.current']({})).progress?.phase)
      .toBe('soak');
    await expect(verify({})).rejects.toMatchObject({ code: 'busy' });
    core.verification.cancel();
    const run = await running;
    expect(run).toMatchObject({ state: 'cancelled', passed: false });
    expect(run.summary).toMatch(
      /^It was stopped before its end\. Nothing failed, but without evidence: Soak/,
    );
    expect(checksOf(run, 'pass')).toEqual([]);
  });

  it('pauses a soak and goes on with it', async () => {
    const { core, verify } = await startVerifier();
    const running = verify({ phases: ['soak'], soakMin: 0.1 });
    await expect
      .poll(async () => (await core.handlers['verification.current']({})).progress?.phase)
      .toBe('soak');
    await core.handlers['verification.pause']({ paused: true });
    expect((await core.handlers['verification.current']({})).progress?.run.state).toBe('paused');
    await core.handlers['verification.pause']({ paused: false });
    const run = await running;
    expect(checksOf(run, 'fail')).toEqual([]);
    expect(checkOf(run, 'soak/connection').status).toBe('pass');
  });

  it('goes on with a soak that was stopped, and repeats nothing that was over', async () => {
    const { core, verify } = await startVerifier();
    const endWatch = core.topics.subscribe('verification', ({ phase }) => {
      if (phase === 'soak') core.verification.cancel();
    });
    const left = await verify({ phases: ['health', 'soak'], soakMin: 0.05 });
    endWatch();
    expect(left).toMatchObject({ state: 'cancelled', passed: false });
    const [kept] = await core.handlers['verification.history']({ limit: 1 });
    expect(kept).toMatchObject({ runId: left.runId, resumable: true });
    const run = await core.verification.resume('latest', { work: littleWork });
    expect(run).toMatchObject({ runId: left.runId, state: 'done', passed: true });
    expect(run.phases.map(({ id }) => id)).toEqual(['health', 'soak']);
    expect(run.phases[0]).toEqual(left.phases[0]);
    await expect(core.verification.resume('latest')).rejects.toThrow(/nothing left to do/);
  });

  it('asks before it disturbs a target that people work with', async () => {
    const { core, verify } = await startVerifier();
    await core.handlers['targets.add']({
      target: { name: 'live', wsUrl: await startSimulated('delay=1'), isProduction: true },
      credentials: {},
    });
    await expect(verify({ target: 'live', phases: ['stress'] })).rejects.toThrow('could disturb them');
    const run = await verify({ target: 'live' });
    const left = run.phases.filter(({ status }) => status === 'skip').map(({ id }) => id);
    expect(left).toEqual(['stress', 'bad-input', 'memory']);
    const allowed = await verify({ target: 'live', phases: ['bad-input'], allowDisruptive: true });
    expect(checksOf(allowed, 'pass')).toContain('bad-input/invalid-json');
  });

  it('raises no alerts with what it provokes', async () => {
    const { core, verify } = await startVerifier();
    const run = await verify({ target: await startSimulated('duplicate'), phases: ['duplicates'] });
    expect(checksOf(run, 'fail')).toContain('duplicates/repeats');
    await core.events.flush();
    await expect(core.handlers['alerts.list']({ limit: 10, openOnly: false })).resolves.toEqual([]);
  });
});

describe('a verification of what is no ScrumBot backend', () => {
  const shaky = (target: string) => ({ target, phases: ['handshake' as const] });

  it('says that nothing answers', async () => {
    const { verify } = await startVerifier();
    const run = await verify(shaky(`ws://127.0.0.1:${await portOfNobody()}/ws`));
    expect(run).toMatchObject({ state: 'unreachable', passed: false });
    expect(run.summary).toMatch(/not running, or the port is wrong/);
    expect(checksOf(run, 'inconclusive')).toEqual(['handshake/not-run']);
  });

  it('has no verdict where nothing is transcribed', async () => {
    const target = await startScriptedTarget({
      onMessage(message, socket) {
        if (message.type === 'HANDSHAKE') socket.send('{"type":"HANDSHAKE_ACK"}');
      },
    });
    const { verify } = await startVerifier();
    const run = await verify({ target: target.url, phases: ['duplicates', 'stress'] }, (usual) => ({
      ...littleWork(usual),
      answerMs: 500,
    }));
    expect(run.passed).toBe(false);
    expect(run.phases.map(({ status }) => status)).toEqual(['inconclusive', 'inconclusive']);
  });
});

describeWith(['openssl'], 'a verification over TLS', () => {
  it.each<[string, (authority: Authority) => Promise<Certificate>, RegExp]>([
    ['a certificate that nobody vouches for', (authority) => authority.selfSigned(), /self-signed/],
    ['an expired certificate', (authority) => authority.issue({ days: -1 }), /has expired/],
    [
      'a certificate for another name',
      (authority) => authority.issue({ name: 'elsewhere.test' }),
      /for another name/,
    ],
  ])('of a target with %s ends at once, says so, and sends nothing', async (_name, certify, sentence) => {
    const target = await startScriptedTarget({ tls: await certify(await createAuthority()) });
    const { verify } = await startVerifier();
    const run = await verify({ target: target.url, phases: ['handshake'] });
    expect(run).toMatchObject({ state: 'unreachable', passed: false });
    expect(run.summary).toMatch(sentence);
    expect(run.summary).toMatch(/Nothing was sent/);
    expect(target.upgrades).toEqual([]);
  });

  it('shows no credential of an address, whatever becomes of it', async () => {
    const target = await startScriptedTarget({ refuseUpgrade: 401 });
    const { core, verify } = await startVerifier();
    const run = await verify({
      target: `${target.url.replace('ws://', 'ws://me:hunter2@')}?token=tok-1`,
      phases: ['handshake'],
    });
    expect(run.state).toBe('unreachable');
    expect(target.paths[0]).toBe('/ws?token=tok-1');
    const kept = await core.handlers['verification.show']({ runId: run.runId });
    for (const text of [run, kept]) expect(JSON.stringify(text)).not.toMatch(/hunter2|tok-1/);
  });
});
