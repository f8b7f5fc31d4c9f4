import { describe, expect, it } from 'vitest';
import { checkOf, checksOf, littleWork, startSimulated, startVerifier } from './verify.ts';

describe('a connection that is lost is found, named, and nothing else is blamed:', () => {
  it('half-open', async () => {
    const target = await startSimulated('half-open');
    const { verify } = await startVerifier();
    // The simulation goes mute after 10 s.
    const run = await verify({ target }, (usual) => ({ ...littleWork(usual), idleMs: 11_000 }));
    expect(checksOf(run, 'fail')).toEqual(['reconnect/stays-open']);
    expect(checkOf(run, 'reconnect/stays-open').found).toMatch(/half-open/);
  });

  it('restart', async () => {
    const target = await startSimulated('restart=3');
    const { verify } = await startVerifier();
    // Whatever else talked to it at the third second would be cut off as well, on a busy machine another phase each time.
    const run = await verify({ target, phases: ['reconnect'] }, (usual) => ({
      ...littleWork(usual),
      idleMs: 8_000,
    }));
    expect(checksOf(run, 'fail')).toEqual(['reconnect/stays-open']);
    expect(checkOf(run, 'reconnect/stays-open').found).toMatch(/The server was restarted/);
  });
});
