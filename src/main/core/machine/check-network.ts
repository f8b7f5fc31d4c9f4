import { join } from 'node:path';
import { pino } from 'pino';
import { saidBy } from '../../../shared/errors.ts';
import { sentence, toldBy } from '../../../shared/words/all-words.ts';
import type { Check } from '../../../shared/machine/checks.ts';
import type { NetworkSettings } from '../../../shared/settings/network.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { describeProxy, readAuthorities } from '../network/network.ts';
import { createSettingsFile } from '../settings/settings.ts';
import { checkOf } from './check.ts';

/** Through which proxy this machine goes, and whose certificates it trusts. */
export async function checkNetwork(options: { home: string; environment: Environment }): Promise<Check[]> {
  const { environment } = options;
  const file = createSettingsFile(join(options.home, 'settings.json'), pino({ level: 'silent' }));
  try {
    const { network } = await file.read();
    return [checkProxy(network, environment), await checkAuthorities(network, environment)];
  } catch (error) {
    const found = sentence('doctor.not-known');
    return [checkOf({ ...proxyCheck, status: 'warn', found, mend: toldBy(saidBy(error)).said })];
  }
}

const proxyCheck = { id: 'proxy', title: sentence('doctor.proxy') };

function checkProxy(network: NetworkSettings, environment: Environment): Check {
  const { found, problem } = describeProxy(network, environment);
  return checkOf({ ...proxyCheck, status: problem === null ? 'ok' : 'warn', found, mend: problem });
}

async function checkAuthorities({ caFile }: NetworkSettings, environment: Environment): Promise<Check> {
  const check = { id: 'authorities', title: sentence('doctor.authorities') };
  const files = [caFile, environment.NODE_EXTRA_CA_CERTS].filter(
    (file): file is string => typeof file === 'string' && file !== '',
  );
  if (files.length === 0)
    return checkOf({ ...check, status: 'ok', found: sentence('doctor.usual-authorities') });
  try {
    const counts = await Promise.all(files.map(async (file) => (await readAuthorities(file)).length));
    const own = files.map((file, i) => sentence('doctor.authorities-of', { count: counts[i] ?? 0, file }));
    return checkOf({ ...check, status: 'ok', found: sentence('doctor.own-authorities', { files: own }) });
  } catch (error) {
    const found = sentence('doctor.bad-authorities');
    return checkOf({ ...check, status: 'fail', found, mend: toldBy(saidBy(error)).said });
  }
}
