import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SessionSummary } from '../../../src/shared/session/session.ts';
import { makeCounterHome } from '../../support/counter-home.ts';
import { startTestCore } from '../../support/core.ts';
import { runScrumbot } from '../../support/scrumbot.ts';

it('keeps what people write about a session, finds it by that, exports it, and erases it with the session', async () => {
  const { home, path } = await makeCounterHome(1);
  const core = await startTestCore({ home });
  const record = async (title: string): Promise<string> => {
    const { sessionId } = await core.sessions.start({
      inputs: [{ kind: 'file', path, speed: 'max' }],
      mode: 'capture-only',
      title,
    });
    await core.sessions.ended();
    return sessionId;
  };
  const first = await record('Planning');
  const second = await record('Retro');
  const told: string[] = [];
  core.topics.subscribe('sessions', ({ sessionId }) => void told.push(sessionId));
  const tags = ['Café 🚀', 'שבוע 14'];
  const notes = 'wombatnotes: Priya sends\nthe figures.';
  const annotate = core.handlers['sessions.annotate'];
  expect(await annotate({ sessionId: first, title: 'Größenplanung', notes, tags })).toMatchObject({
    title: 'Größenplanung',
    notes,
    tags,
  });
  expect(told).toEqual([first]);
  expect(await annotate({ sessionId: first, tags: ['Café 🚀', 'wombattag'] })).toMatchObject({ notes });

  const find = async (query: string): Promise<string[]> =>
    (await core.handlers['sessions.list']({ limit: 10, query })).map(({ sessionId }) => sessionId);
  // The same letters coded in two ways, other case, several fields.
  for (const query of ['GRÖSSENPLANUNG'.replace('SS', 'ß'), 'cafe\u0301', '🚀 priya', 'WOMBATTAG figures'])
    expect(await find(query), query).toEqual([first]);
  expect(await find('שבוע')).toEqual([]);
  expect(await find('retro')).toEqual([second]);
  const complete = await core.handlers['sessions.list']({ limit: 10, chip: 'complete' });
  const silent = await core.handlers['sessions.list']({ limit: 10, chip: 'silent' });
  expect(complete.length + silent.length).toBe(2);

  for (const format of ['txt', 'md', 'json'] as const) {
    const { text } = await core.handlers['sessions.export']({ sessionId: first, format });
    expect(text).toContain('wombattag');
    expect(text).toContain('Priya sends');
  }
  await expect(annotate({ sessionId: 'nothing', title: 'x' })).rejects.toMatchObject({ code: 'not-found' });

  expect(await core.sessions.remove(first)).toMatchObject({ isGone: true });
  await core.stop();
  const left = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => /wombat(notes|tag)/.test(readFileSync(join(entry.parentPath, entry.name), 'latin1')));
  expect(left.map(({ name }) => name)).toEqual([]);

  const tag = await runScrumbot(['sessions', 'tag', second, 'done', 'done', '--json'], { home });
  expect((JSON.parse(tag.stdout) as SessionSummary).tags).toEqual(['done']);
  const empty = await runScrumbot(['sessions', 'rename', second, ' '], { home });
  expect([empty.code, empty.stderr]).toEqual([
    2,
    expect.stringContaining('A title has at least one character.'),
  ]);
});
