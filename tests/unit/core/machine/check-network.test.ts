import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { checkNetwork } from '../../../../src/main/core/machine/check-network.ts';
import type { Check } from '../../../../src/shared/machine/checks.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function check(
  network: object,
  environment: Record<string, string> = {},
  home?: string,
): Promise<{ proxy: Check | undefined; authorities: Check | undefined }> {
  const folder = home ?? (await makeTemporaryFolder());
  await writeFile(join(folder, 'settings.json'), JSON.stringify({ network }));
  const checks = await checkNetwork({ home: folder, environment });
  const find = (id: string) => checks.find((one) => one.id === id);
  return { proxy: find('proxy'), authorities: find('authorities') };
}

describe("doctor's look at the network", () => {
  it('says when there is nothing between this machine and others', async () => {
    const { proxy, authorities } = await check({});
    expect(proxy).toMatchObject({ status: 'ok', mend: null });
    expect(proxy?.found).toMatch(/^none in the environment/);
    expect(authorities).toMatchObject({ status: 'ok', found: 'the default ones' });
  });

  it('names the proxy, where it comes from and what it is not for, and never its login', async () => {
    const environment = { https_proxy: 'http://me:secret@proxy.example:3128', NO_PROXY: '.corp.example' };
    const { proxy } = await check({}, environment);
    expect(proxy?.found).toBe('http://proxy.example:3128 (https_proxy), but not for .corp.example');
    const { proxy: set } = await check({ proxy: 'socks5://own.example:1080' }, environment);
    expect(set?.found).toBe('socks5://own.example:1080 (settings)');
  });

  it('warns of a variable that names no proxy, without repeating its login', async () => {
    const { proxy } = await check({}, { HTTPS_PROXY: 'me:secret@' });
    expect(proxy).toMatchObject({ status: 'warn', found: 'HTTPS_PROXY does not name a proxy' });
    expect(proxy?.mend).toMatch(/^HTTPS_PROXY is set to "…@", but that is not a proxy's address/);
    expect(JSON.stringify(proxy)).not.toContain('secret');
  });

  it('counts the certificates of the files', async () => {
    const home = await makeTemporaryFolder();
    const file = join(home, 'ca.pem');
    await writeFile(file, `text before\n${rootCertificates[0] ?? ''}\n${rootCertificates[1] ?? ''}\n`);
    const { authorities } = await check({ caFile: file }, {}, home);
    expect(authorities).toMatchObject({ status: 'ok', found: `the default ones and 2 of ${file}` });
  });

  it.each([
    [
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
      /holds a private key and no certificate/,
    ],
    ['0\u0082 binary', /holds no certificate. It has to be in PEM form/],
    ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', /holds a damaged certificate/],
  ])('says what is wrong with a file that cannot be used', async (text, mend) => {
    const home = await makeTemporaryFolder();
    const file = join(home, 'ca.pem');
    await writeFile(file, text);
    const { authorities } = await check({}, { NODE_EXTRA_CA_CERTS: file }, home);
    expect(authorities?.status).toBe('fail');
    expect(authorities?.mend).toMatch(mend);
  });
});
