import { describe, expect, it } from 'vitest';
import { noSimulation, parseSimulation } from '../../../../../src/main/core/backend/simulation/simulation.ts';

describe('what a backend pretends to be', () => {
  it('is put together from a list', () => {
    expect(parseSimulation(' real, slow=2000,restart=20,no-pong,drop=0.1,delay=30 ')).toEqual({
      base: 'real',
      slowMs: 2_000,
      restartSec: 20,
      noPong: true,
      halfOpen: false,
      answers: { ...noSimulation.answers, dropShare: 0.1, delayMs: 30 },
    });
    expect(parseSimulation('')).toEqual(noSimulation);
    expect(parseSimulation('duplicate').base).toBe('faultless');
  });

  it.each([
    'fast',
    'slow',
    'slow=',
    'slow=x',
    'slow=0',
    'slow=-1',
    'drop=2',
    'real=1',
    'real,old',
    '__proto__',
  ])('refuses "%s" and says what there is', (list) => {
    expect(() => parseSimulation(list)).toThrow(/can't be/);
  });
});
