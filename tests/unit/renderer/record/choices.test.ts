import { describe, expect, it } from 'vitest';
import { firstChoices, startRequestOf } from '../../../../src/renderer/record/choices.ts';
import { startRequestSchema } from '../../../../src/shared/session/session.ts';

describe('startRequestOf', () => {
  it('asks for system audio to the usual target when nothing was chosen', () => {
    const request = startRequestOf(firstChoices);
    expect(request).toEqual({ inputs: [{ kind: 'system' }], mode: 'stream' });
    expect(startRequestSchema.safeParse(request).success).toBe(true);
  });

  it('asks for two tracks', () => {
    expect(startRequestOf({ ...firstChoices, source: 'both' }).inputs).toEqual([
      { kind: 'system' },
      { kind: 'microphone' },
    ]);
  });

  it('trims what people typed and leaves out an empty title', () => {
    const request = startRequestOf({
      ...firstChoices,
      source: 'file',
      filePath: ' /a.wav ',
      speed: 'max',
      title: ' ',
    });
    expect(request).toEqual({ inputs: [{ kind: 'file', path: '/a.wav', speed: 'max' }], mode: 'stream' });
  });

  it('names no target when the audio is kept here', () => {
    const request = startRequestOf({
      ...firstChoices,
      mode: 'capture-only',
      target: null,
      address: 'nonsense',
    });
    expect(request).not.toHaveProperty('target');
  });

  it('sends to another address', () => {
    const request = startRequestOf({ ...firstChoices, target: null, address: ' wss://example.org/ws ' });
    expect(request.target).toBe('wss://example.org/ws');
  });

  it.each([
    ['a file without a path', { source: 'file', filePath: '  ' }],
    ['an address that is none', { target: null, address: 'example' }],
    ['an address that is not encrypted', { target: null, address: 'ws://example.org/ws' }],
  ] as const)('refuses %s', (_what, change) => {
    expect(() => startRequestOf({ ...firstChoices, ...change })).toThrow();
  });
});
