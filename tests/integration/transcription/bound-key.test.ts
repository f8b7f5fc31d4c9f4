import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/core.ts';
import { settingsSchema } from '../../../src/shared/settings/settings.ts';
import { startTestCore } from '../../support/core.ts';
import type { FakeGroq } from '../../support/fake-groq.ts';
import { startTestGroq } from '../../support/test-groq.ts';
import { writeTalk } from '../../support/talk.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const key = 'sk-mine-0123456789abcdef';

/** A home, a talk, and two servers that keep a ledger: the one that the key is for, and another. */
async function given(): Promise<{ home: string; wav: string; mine: FakeGroq; other: FakeGroq }> {
  const home = await makeTemporaryFolder();
  const wav = join(await makeTemporaryFolder(), 'talk.wav');
  await writeTalk(wav, 1);
  const start = () => startTestGroq(() => ({ text: 'Words are said.' }));
  return { home, wav, mine: await start(), other: await start() };
}

const plainEnvironment = { ...process.env, GROQ_API_KEY: undefined, SCRUMBOT_OPENAI_API_KEY: undefined };

async function transcribe(core: Core, wav: string, engine: string): Promise<string> {
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path: wav, speed: 'max' }],
    mode: 'direct',
    engine,
  });
  const failure = await core.sessions.ended();
  if (failure !== null) throw failure;
  return (await core.sessions.show(sessionId)).text;
}

const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => String(error),
  );

const seenBy = (server: FakeGroq): string => JSON.stringify(server.ledger.map(({ headers }) => headers));

describe('a key of an engine', () => {
  it('goes to the server that it was entered for, and asks again when a page names another', async () => {
    const { home, wav, mine, other } = await given();
    const core = await startTestCore({ home, environment: plainEnvironment });
    await core.handlers['settings.update']({ direct: { openaiBaseUrl: `${mine.url}/v1` } });
    await core.handlers['keys.set']({ name: 'openai-compatible', value: key });
    expect(await transcribe(core, wav, 'openai-compatible')).toBe('Words are said.');
    expect(seenBy(mine)).toContain(key);

    await core.handlers['settings.update']({ direct: { openaiBaseUrl: `${other.url}/v1` } });
    const refusal = await refusalOf(transcribe(core, wav, 'openai-compatible'));
    expect(refusal).toContain(`The key was given for ${mine.url}, so it is not sent to ${other.url}`);
    expect(other.ledger).toEqual([]);
    const { engines } = await core.handlers['engines.list']({});
    expect(engines.find(({ name }) => name === 'openai-compatible')).toMatchObject({ state: 'needs-key' });

    await core.handlers['keys.set']({ name: 'openai-compatible', value: `${key}-2` });
    expect(await transcribe(core, wav, 'openai-compatible')).toBe('Words are said.');
    expect(other.ledger[0]?.headers.authorization).toBe(`Bearer ${key}-2`);
    expect(await readFile(join(home, 'settings.json'), 'utf8')).not.toContain(key);
  });

  it('does not follow a base address of the environment, nor one that was written into the settings', async () => {
    const { home, wav, mine, other } = await given();
    const first = await startTestCore({ home, environment: plainEnvironment });
    await first.handlers['settings.update']({ direct: { openaiBaseUrl: `${mine.url}/v1` } });
    await first.handlers['keys.set']({ name: 'openai-compatible', value: key });
    await first.handlers['keys.set']({ name: 'groq', value: key });
    await first.stop();

    const environment = {
      ...plainEnvironment,
      SCRUMBOT_OPENAI_BASE_URL: `${other.url}/v1`,
      SCRUMBOT_GROQ_BASE_URL: other.url,
    };
    const second = await startTestCore({ home, environment });
    expect(await refusalOf(transcribe(second, wav, 'openai-compatible'))).toContain('so it is not sent to');
    expect(await refusalOf(transcribe(second, wav, 'groq'))).toContain('given for https://api.groq.com');
    await second.stop();

    const settings = settingsSchema.parse({ direct: { openaiBaseUrl: `${other.url}/v1` } });
    await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
    const third = await startTestCore({ home, environment: plainEnvironment });
    expect(await refusalOf(transcribe(third, wav, 'openai-compatible'))).toContain('so it is not sent to');
    expect(other.ledger).toEqual([]);
  });

  it('of the environment goes where the environment says, and to the first address of the settings only', async () => {
    const { home, wav, mine, other } = await given();
    const environment = { ...plainEnvironment, SCRUMBOT_OPENAI_API_KEY: key };
    const core = await startTestCore({ home, environment });
    await core.handlers['settings.update']({ direct: { openaiBaseUrl: `${mine.url}/v1` } });
    expect(await transcribe(core, wav, 'openai-compatible')).toBe('Words are said.');
    await core.handlers['settings.update']({ direct: { openaiBaseUrl: `${other.url}/v1` } });
    expect(await refusalOf(transcribe(core, wav, 'openai-compatible'))).toContain('SCRUMBOT_OPENAI_BASE_URL');
    expect(other.ledger).toEqual([]);
    await core.stop();

    const named = { ...environment, SCRUMBOT_OPENAI_BASE_URL: `${other.url}/v1` };
    expect(
      await transcribe(await startTestCore({ home, environment: named }), wav, 'openai-compatible'),
    ).toBe('Words are said.');
    expect(seenBy(other)).toContain(key);
  });

  it('is not taken as a part of the address of a server', async () => {
    const { home } = await given();
    const core = await startTestCore({ home, environment: plainEnvironment });
    const { settingsPatchSchema } = await import('../../../src/shared/settings/settings.ts');
    const parsed = settingsPatchSchema.safeParse({
      direct: { openaiBaseUrl: `https://me:${key}@example.org/v1` },
    });
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error)).not.toContain(key);
    await core.stop();
  });
});
