import { describe, expect, it } from 'vitest';
import { createMailbox } from '../../../../../src/main/core/stream/link/mailbox.ts';
import { ConnectionFailed } from '../../../../../src/main/core/stream/link/connection/connection.ts';
import { createFakeClock } from '../../../../support/fake-clock.ts';

const never = new AbortController().signal;

describe('mailbox', () => {
  it('hands out a message that came before anybody asked', async () => {
    const mailbox = createMailbox(createFakeClock());
    mailbox.put('HANDSHAKE_ACK');
    await expect(mailbox.take('HANDSHAKE_ACK', { deadlineMs: 1 }, never)).resolves.toBe(true);
  });

  it('gives up at the deadline, and leaves no timer behind', async () => {
    const clock = createFakeClock();
    const taken = createMailbox(clock).take(
      'PROCESSING_COMPLETE',
      { deadlineMs: 1_000, silenceMs: 5_000 },
      never,
    );
    await clock.advance(1_000);
    await expect(taken).resolves.toBe(false);
    expect(clock.pending()).toBe(0);
  });

  it('gives up after silence, but any message is a sign of life', async () => {
    const clock = createFakeClock();
    const mailbox = createMailbox(clock);
    let answer: boolean | null = null;
    void mailbox
      .take('PROCESSING_COMPLETE', { deadlineMs: 60_000, silenceMs: 1_000 }, never)
      .then((taken) => {
        answer = taken;
      });
    await clock.advance(900);
    mailbox.put('PROCESSING_STATUS');
    await clock.advance(900);
    expect(answer).toBeNull();
    await clock.advance(100);
    expect(answer).toBe(false);
  });

  it('fails with the reason when the connection ends', async () => {
    const ended = new AbortController();
    const taken = createMailbox(createFakeClock()).take('HANDSHAKE_ACK', { deadlineMs: 1_000 }, ended.signal);
    ended.abort({ code: '1006', sentence: 'The connection was lost (code 1006).', retry: true });
    await expect(taken).rejects.toThrow(ConnectionFailed);
    await expect(taken).rejects.toThrow('The connection was lost (code 1006).');
  });
});
