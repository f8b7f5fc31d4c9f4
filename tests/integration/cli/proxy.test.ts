import { expect, it } from 'vitest';
import { runCommandLine } from '../../../src/main/cli/program.ts';
import { createProcessTerminal, type Terminal } from '../../../src/main/cli/output/terminal.ts';
import { builtEntry } from '../../support/built.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const base = createProcessTerminal();

it.each([
  // Nobody can have this name, so nothing is asked of the network.
  [['targets', 'probe', 'wss://backend.invalid/ws'], 3],
  [['targets', 'probe', 'built-in'], 0],
] as const)(
  'tells once, on stderr, of a proxy that can not be used when a command needs the network: %j',
  async (words, code) => {
    const home = await makeTemporaryFolder();
    let out = '';
    let err = '';
    const terminal: Terminal = {
      ...base,
      environment: {
        ...base.environment,
        https_proxy: 'htp://me:secret@proxy.example:3128',
        no_proxy: '',
        NO_PROXY: '',
      },
      out: (text) => void (out += text),
      err: (text) => void (err += text),
    };
    const exitCode = await runCommandLine([...words, '--home', home, '--json'], terminal, builtEntry.href);
    expect(exitCode).toBe(code);
    expect(JSON.parse(out)).toBeTypeOf('object');
    const needsNetwork = code === 3;
    const told =
      'https_proxy is set to "htp://…@proxy.example:3128", but a proxy\'s address starts with http://, https:// or socks5://, not with htp://';
    expect(err.split(told).length - 1, err).toBe(needsNetwork ? 1 : 0);
    expect(err).not.toContain('secret');
  },
);
