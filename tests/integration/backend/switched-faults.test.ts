import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBuiltIn, parseSimulation } from '../../../src/main/core/backend/backend.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/lifecycle.ts';
import { createTopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { audioChunk, noise, startTestBackend } from './test-backend.ts';
import { connectClient } from './test-client.ts';

const isResult = ({ type }: { type: string }): boolean => type.toUpperCase() === 'TRANSCRIPTION_RESULT';

describe('faults of a backend that runs', () => {
  it('act on an open connection from when they are switched on until they are off', async () => {
    const backend = await startTestBackend();
    const client = await connectClient(backend.url);
    let buffers = 0;

    /** The names of the results of one buffer. */
    async function answers(): Promise<string[]> {
      const before = client.received.length;
      buffers += 1;
      client.send(audioChunk('m', noise(3, buffers)));
      // Whatever a fault adds to the result is here when the update of its buffer and the answer to this are.
      await client.barrier();
      client.send({ type: 'HANDSHAKE' });
      await client.message('HANDSHAKE_ACK', buffers + 1);
      await expect
        .poll(() => client.received.filter(({ type }) => type.toUpperCase() === 'MEETING_UPDATE').length)
        .toBe(buffers);
      return client.received.slice(before).flatMap((one) => (isResult(one) ? [one.type] : []));
    }

    expect(await answers()).toEqual(['TRANSCRIPTION_RESULT']);
    backend.simulate(parseSimulation('duplicate'));
    expect(await answers()).toEqual(['TRANSCRIPTION_RESULT', 'TRANSCRIPTION_RESULT']);
    backend.simulate(parseSimulation('duplicate,deprecated'));
    expect(await answers()).toEqual(['transcription_result', 'transcription_result']);
    backend.simulate(parseSimulation(''));
    expect(await answers()).toEqual(['TRANSCRIPTION_RESULT']);
  });

  it('make an open connection half-open, and whole again', async () => {
    const { clock, ...backend } = await startTestBackend();
    const client = await connectClient(backend.url);
    await client.message('HANDSHAKE_ACK', 1);
    backend.simulate(parseSimulation('half-open'));
    await clock.advance(10_000);
    client.send({ type: 'HANDSHAKE' });
    expect(await client.hasReceived(2, 100)).toBe(false);
    backend.simulate(parseSimulation(''));
    await client.message('HANDSHAKE_ACK', 2);
  });

  it('make another server of it, as a restart would', async () => {
    const { clock, ...backend } = await startTestBackend();
    const client = await connectClient(backend.url);
    backend.simulate(parseSimulation('old'));
    expect((await client.closed).code).toBe(1006);
    await clock.advance(1_000);
    const again = await connectClient(backend.url);
    again.send(audioChunk('m', noise(3)));
    await again.message('transcription_result');
    await again.message('TRANSCRIPTION_RESULT');
  });
});

describe('the built-in backends of an app', () => {
  it('all have the faults that are switched, those that start later too, and what is no fault is refused', async () => {
    const topics = createTopicHub();
    const told: string[] = [];
    topics.subscribe('backend', ({ faults }) => told.push(faults));
    const builtIn = createBuiltIn({ clock: createSystemClock(), log: pino({ level: 'silent' }), topics });
    const start = async (): Promise<string> => {
      const backend = await builtIn.startBuiltIn();
      onTestFinished(() => backend.stop());
      return backend.url;
    };
    const urls = [await start()];
    await expect(
      Promise.resolve().then(() => builtIn.handlers['backend.setFaults']({ faults: 'nonsense' })),
    ).rejects.toThrow('"nonsense" can\'t be simulated');
    await builtIn.handlers['backend.setFaults']({ faults: 'duplicate' });
    urls.push(await start());
    for (const url of urls) {
      const client = await connectClient(url);
      client.send(audioChunk('m', noise(3)));
      await client.message('TRANSCRIPTION_RESULT', 2);
    }
    await expect(builtIn.handlers['backend.faults']({})).resolves.toEqual({ faults: 'duplicate' });
    expect(told).toEqual(['duplicate']);
  });
});
