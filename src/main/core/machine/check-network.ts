import { join } from 'node:path';
import { pino } from 'pino';
import { messageOf } from '../../../shared/errors.ts';
import type { Check } from '../../../shared/machine/checks.ts';
import type { NetworkSettings } from '../../../shared/settings/network.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { describeProxy, readAuthorities } from '../network/network.ts';
import { createSettingsFile } from '../settings/settings.ts';

/** Through which proxy this machine goes, and whose certificates it trusts. */
export async function checkNetwork(options: { home: string; environment: Environment }): Promise<Check[]> {
  const { environment } = options;
  const file = createSettingsFile(join(options.home, 'settings.json'), pino({ level: 'silent' }));
  try {
    const { network } = await file.read();
    return [checkProxy(network, environment), await checkAuthorities(network, environment)];
  } catch (error) {
    return [{ id: 'proxy', title: 'Proxy', status: 'warn', found: 'not known', mend: messageOf(error) }];
  }
}

function checkProxy(network: NetworkSettings, environment: Environment): Check {
  const { found, problem } = describeProxy(network, environment);
  return { id: 'proxy', title: 'Proxy', status: problem === null ? 'ok' : 'warn', found, mend: problem };
}

async function checkAuthorities({ caFile }: NetworkSettings, environment: Environment): Promise<Check> {
  const check = { id: 'authorities', title: 'Certificate authorities' } as const;
  const files = [caFile, environment.NODE_EXTRA_CA_CERTS].filter(
    (file): file is string => typeof file === 'string' && file !== '',
  );
  if (files.length === 0) return { ...check, status: 'ok', found: 'the usual ones', mend: null };
  try {
    const counts = await Promise.all(files.map(async (file) => (await readAuthorities(file)).length));
    const own = files.map((file, i) => `${counts[i]} of ${file}`).join(', ');
    return { ...check, status: 'ok', found: `the usual ones and ${own}`, mend: null };
  } catch (error) {
    return { ...check, status: 'fail', found: "a file that can't be used", mend: messageOf(error) };
  }
}
