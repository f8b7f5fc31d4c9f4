import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Core } from '../../../../src/main/core/core.ts';
import { createTrayActions, type TrayQuestion } from '../../../../src/main/electron/tray/tray-actions.ts';
import { menuTemplate } from '../../../../src/main/electron/tray/menu-template.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { statusNumber } from '../../../support/fake-core.ts';

/** A tray over a core that notes what it is asked for; `isMeant` is what people answer. */
function tray(options: { isMeant: boolean; isVerifying?: boolean }) {
  const asked: unknown[] = [];
  const questions: TrayQuestion[] = [];
  const shown: (string | undefined)[] = [];
  const note = (name: string) => (input: unknown) => {
    asked.push([name, input]);
    if (name === 'verification.start' && options.isVerifying === true)
      return Promise.reject(new AppError('busy', 'A verification is running.'));
    return Promise.resolve({});
  };
  const names = ['settings.update', 'session.switchTarget', 'verification.start'];
  const handlers = Object.fromEntries(names.map((name) => [name, note(name)]));
  const perform = createTrayActions({
    core: { handlers, sessions: {} } as unknown as Pick<Core, 'sessions' | 'handlers'>,
    facts: () => ({
      status: statusNumber(1),
      record: { source: 'system', mode: 'stream' },
      targets: [
        { name: 'built-in', wsUrl: null },
        { name: 'production', wsUrl: 'wss://meetings.example.org/ws' },
      ],
      target: 'built-in',
      lastSession: null,
      isSending: false,
    }),
    show: (hash) => Promise.resolve(void shown.push(hash)),
    quit: () => undefined,
    notify: ({ body }) => void asked.push(body),
    ask(question) {
      questions.push(question);
      return Promise.resolve(options.isMeant);
    },
    log: pino({ level: 'silent' }),
  });
  return { perform, asked, questions, shown };
}

describe('a target that is chosen in the tray while something is streamed', () => {
  test('is switched to at once when nobody else works with it', async () => {
    const { perform, asked, questions } = tray({ isMeant: false });
    perform({ do: 'choose-target', target: 'built-in' });
    await expect.poll(() => asked).toHaveLength(2);
    expect(questions).toEqual([]);
  });

  test('is asked about first when people work with it, and nothing happens without a yes', async () => {
    const { perform, asked, questions } = tray({ isMeant: false });
    perform({ do: 'choose-target', target: 'production' });
    await expect.poll(() => questions).toMatchObject([{ message: /production/, yes: 'Switch' }]);
    expect(asked).toEqual([]);

    const meant = tray({ isMeant: true });
    meant.perform({ do: 'choose-target', target: 'production' });
    await expect
      .poll(() => meant.asked.at(-1))
      .toEqual(['session.switchTarget', { target: 'production', confirmed: true }]);
  });
});

describe('a verification from the tray', () => {
  test('is a quick one that disturbs nobody, and the page shows it', async () => {
    const { perform, asked, shown } = tray({ isMeant: false });
    perform({ do: 'verify', target: 'production' });
    await expect.poll(() => shown).toEqual(['#/targets']);
    const request = { target: 'production', quick: true, allowDisruptive: false };
    expect(asked).toEqual([['verification.start', request]]);
  });

  test('shows the one that runs already', async () => {
    const { perform, shown } = tray({ isMeant: false, isVerifying: true });
    perform({ do: 'verify', target: 'production' });
    await expect.poll(() => shown).toEqual(['#/targets']);
  });
});

test('"Export diagnostics…" leads to its page, from the tray and from the menu', async () => {
  const { perform, shown } = tray({ isMeant: true });
  perform({ do: 'diagnostics' });
  await expect.poll(() => shown).toEqual(['#/diagnostics']);
  const chosen: string[] = [];
  const menu = menuTemplate({
    platform: 'linux',
    isPackaged: true,
    onAction: (action) => chosen.push(action),
  });
  const [file] = menu;
  const entries = Array.isArray(file?.submenu) ? file.submenu : [];
  const entry = entries.find(({ label }) => label === 'Export diagnostics…');
  (entry?.click as (() => void) | undefined)?.();
  expect(chosen).toEqual(['diagnostics']);
});
