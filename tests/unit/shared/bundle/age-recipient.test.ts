import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { isAgeRecipient } from '../../../../src/shared/bundle/age-recipient.ts';

describe('an age key of support', () => {
  it('is what the library makes, of both kinds', async () => {
    for (let round = 0; round < 20; round += 1)
      expect(isAgeRecipient(await identityToRecipient(await generateX25519Identity()))).toBe(true);
    expect(isAgeRecipient(await identityToRecipient(await generateHybridIdentity()))).toBe(true);
  });

  it('is none any more with one letter changed, left out, doubled or exchanged', async () => {
    const key = await identityToRecipient(await generateX25519Identity());
    for (let at = 0; at < key.length; at += 1) {
      const other = key[at] === 'q' ? 'p' : 'q';
      expect(isAgeRecipient(key.slice(0, at) + other + key.slice(at + 1)), `changed at ${at}`).toBe(false);
      expect(isAgeRecipient(key.slice(0, at) + key.slice(at + 1)), `left out at ${at}`).toBe(false);
    }
    for (const wrong of [
      '',
      'age1',
      key.toUpperCase(),
      await generateX25519Identity(),
      `${key} `,
      'ssh-ed25519 AAAA',
    ])
      expect(isAgeRecipient(wrong), wrong).toBe(false);
  });
});
