import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestCore } from '../../support/core.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const address = 'http://192.168.1.20:8000/v1';
const origin = 'http://192.168.1.20:8000';

async function given() {
  const home = join(await makeTemporaryFolder(), 'home');
  const core = await startTestCore({ home, environment: {} });
  await core.handlers['settings.update']({ direct: { openaiBaseUrl: address } });
  const server = async () => {
    const { engines } = await core.handlers['engines.list']({});
    return engines.find(({ name }) => name === 'openai-compatible');
  };
  const stored = async () => (await core.handlers['settings.get']({})).direct.plainAddresses;
  return { allow: core.handlers['engines.allow'], server, stored };
}

it('talks to a machine of the own network without encryption only after a yes, which can be taken back', async () => {
  const { allow, server, stored } = await given();
  const asks = { state: 'needs-setup', action: { do: 'allow-address', address: origin } };
  expect(await server()).toMatchObject(asks);
  expect(await allow({ address, isAllowed: true })).toEqual({ plainAddresses: [origin] });
  expect((await server())?.state).toBe('ready');
  // Once is enough, and it is for that port alone.
  await allow({ address: `${origin}/`, isAllowed: true });
  expect(await stored()).toEqual([origin]);
  await allow({ address: 'http://192.168.1.20:9000', isAllowed: true });
  await allow({ address: origin, isAllowed: false });
  expect(await stored()).toEqual(['http://192.168.1.20:9000']);
  expect(await server()).toMatchObject(asks);
});

it('never says yes to the world, to a login in an address, or to what is no address', async () => {
  const { allow, stored } = await given();
  for (const other of [
    'http://8.8.8.8:8000',
    'http://stt.example.org',
    'http://172.32.0.1',
    'https://192.168.1.20',
    'http://me:secret@192.168.1.20',
    '192.168.1.20:8000',
    'nonsense',
  ])
    await expect(allow({ address: other, isAllowed: true }), other).rejects.toMatchObject({
      code: 'bad-input',
    });
  expect(await stored()).toEqual([]);
});
