import { describe, expect, test } from 'vitest';
import {
  isOnlyDisruptive,
  requestOf,
  usualChoices,
} from '../../../../src/renderer/verification/run-request.ts';
import { phaseIds, verificationRequestSchema } from '../../../../src/shared/verification/verification.ts';

describe('what a page asks of a verification', () => {
  test('leaves what is as usual to the core', () => {
    expect(requestOf('built-in', usualChoices, false, false)).toEqual({
      target: 'built-in',
      quick: true,
      allowDisruptive: false,
    });
  });

  test('names chosen phases and amounts', () => {
    const choices = { ...usualChoices, phases: ['stress', 'soak'] as const, soakMin: 2, connections: 50 };
    const request = requestOf('built-in', choices, false, false);
    expect(verificationRequestSchema.parse(request)).toMatchObject({
      phases: ['stress', 'soak'],
      soakMin: 2,
      connections: 50,
    });
  });

  test('asks for nothing that disturbs where people work, unless that was said', () => {
    const choices = { ...usualChoices, phases: ['handshake', 'stress', 'soak'] as const };
    expect(requestOf('production', choices, false, true)).toMatchObject({ phases: ['handshake'] });
    expect(requestOf('production', choices, false, true)).not.toHaveProperty('soakMin');
    expect(requestOf('production', choices, true, true)).toMatchObject({
      phases: ['handshake', 'stress', 'soak'],
      allowDisruptive: true,
      soakMin: 30,
    });
    expect(isOnlyDisruptive({ ...usualChoices, phases: ['stress', 'memory'] })).toBe(true);
    expect(isOnlyDisruptive({ ...usualChoices, phases: phaseIds })).toBe(false);
  });
});
