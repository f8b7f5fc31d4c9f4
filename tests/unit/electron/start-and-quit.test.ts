import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { byDesktopEntry, desktopEntry } from '../../../src/main/electron/system/autostart-entry.ts';
import { dotPixels } from '../../../src/main/electron/tray/icon/dot-pixels.ts';
import { menuTemplate, type MenuAction } from '../../../src/main/electron/tray/menu-template.ts';
import { quitQuestionOf } from '../../../src/main/electron/quit/quit-question.ts';
import { readStartOptions } from '../../../src/main/electron/start/start-options.ts';
import { isDarkBar } from '../../../src/main/electron/tray/icon/dark-bar.ts';
import { trayIconFile } from '../../../src/main/electron/tray/icon/tray-icons.ts';
import { createTroubleNotices, noticeOf } from '../../../src/main/electron/system/trouble-notices.ts';
import { createVisibleTopics } from '../../../src/main/electron/window/visible-topics.ts';
import type { Status } from '../../../src/shared/session/status.ts';
import { createTopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { statusNumber } from '../../support/fake-core.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const recording = statusNumber(1);
const idle: Status = { ...recording, session: null };

describe('the words after the program', () => {
  test('name the home folder and the hidden start, whatever Chromium gets beside them', () => {
    const words = ['.', '--enable-features=Foo', '--home', '/data', '--hidden', '--no-sandbox'];
    expect(readStartOptions(words, {})).toEqual({ home: '/data', hidden: true });
  });

  test('may be absent', () => {
    expect(readStartOptions([], { SCRUMBOT_HOME: '/elsewhere' })).toEqual({
      home: '/elsewhere',
      hidden: false,
    });
  });
});

describe('quitting', () => {
  test('asks nothing when nothing runs', () => {
    expect(quitQuestionOf({ status: idle, isSending: false })).toBeNull();
    expect(quitQuestionOf({ status: null, isSending: false })).toBeNull();
  });

  test('asks while a meeting is recorded', () => {
    expect(quitQuestionOf({ status: recording, isSending: false })).toMatchObject({
      message: 'A meeting is being recorded.',
      buttons: ['Finish first', 'Quit and send later', 'Cancel'],
    });
  });

  test('promises no sending for what is kept here only', () => {
    const status = { ...recording, session: { ...recording.session, mode: 'capture-only' } } as Status;
    expect(quitQuestionOf({ status, isSending: false })?.buttons[1]).toBe('Quit now');
  });

  test('asks while earlier audio is being sent', () => {
    expect(quitQuestionOf({ status: idle, isSending: true })?.message).toMatch(/still being sent/);
  });
});

describe('a notice', () => {
  const bad: Status = {
    ...recording,
    verdict: {
      level: 'bad',
      headline: 'The microphone is not captured',
      reason: 'No frames.',
      next: 'Look.',
    },
  };
  const deaf: Status = {
    ...recording,
    verdict: { level: 'warning', headline: 'The system audio is silent', reason: '', next: null },
    levels: [{ source: 'system', state: 'zeros', peakDb: null, rmsDb: null, zeroSec: 11, quietSec: 11 }],
  };
  const away: Status = {
    ...recording,
    verdict: { level: 'warning', headline: 'The target is unreachable', reason: '', next: 'Nothing to do.' },
  };

  test('comes for what needs somebody', () => {
    expect(noticeOf(bad)).toEqual({
      title: 'The microphone is not captured',
      body: 'No frames. Look.',
      urgency: 'critical',
    });
    expect(noticeOf(deaf)?.urgency).toBe('normal');
  });

  test.each([
    ['a good recording', recording],
    ['a target that is waited for', away],
    ['what is wrong while nothing is recorded', { ...bad, session: null }],
  ])('does not come for %s', (_what, status) => {
    expect(noticeOf(status)).toBeNull();
  });

  test('comes once for each trouble, and again when it is back', () => {
    const titles: string[] = [];
    const notices = createTroubleNotices({
      notify: ({ title }) => titles.push(title),
      isSeen: () => false,
    });
    for (const status of [recording, bad, bad, deaf, recording, bad]) notices.follow(status);
    expect(titles).toEqual([bad.verdict.headline, deaf.verdict.headline, bad.verdict.headline]);
  });

  test('is left out for somebody who looks at the window', () => {
    const titles: string[] = [];
    createTroubleNotices({ notify: ({ title }) => titles.push(title), isSeen: () => true }).follow(bad);
    expect(titles).toEqual([]);
  });
});

describe('opening at login on Linux', () => {
  test('is a file in the autostart folder', async () => {
    const config = await makeTemporaryFolder();
    const atLogin = byDesktopEntry({
      environment: { XDG_CONFIG_HOME: config },
      program: '/opt/ScrumBot/scrumbot',
    });
    expect(await atLogin.isOn()).toBe(false);
    await atLogin.set(true);
    expect(await atLogin.isOn()).toBe(true);
    expect(await readFile(join(config, 'autostart', 'scrumbot-desktop.desktop'), 'utf8')).toContain(
      'Exec="/opt/ScrumBot/scrumbot" --hidden\n',
    );
    await atLogin.set(false);
    expect(await atLogin.isOn()).toBe(false);
  });

  test('starts the file of an AppImage, not the mount that it runs from', async () => {
    const config = await makeTemporaryFolder();
    const environment = { XDG_CONFIG_HOME: config, APPIMAGE: '/home/me/ScrumBot.AppImage' };
    await byDesktopEntry({ environment, program: '/tmp/.mount_x/scrumbot' }).set(true);
    expect(await readFile(join(config, 'autostart', 'scrumbot-desktop.desktop'), 'utf8')).toContain(
      '"/home/me/ScrumBot.AppImage"',
    );
  });

  test('quotes what a path may hold', () => {
    expect(desktopEntry('/o $x/100%"')).toContain('Exec="/o \\\\$x/100%%\\\\"" --hidden');
    expect(desktopEntry('C:\\app')).toContain('Exec="C:\\\\\\\\app" --hidden');
  });
});

describe('the menu bar', () => {
  const menu = (platform: NodeJS.Platform, isPackaged = true) =>
    menuTemplate({ platform, isPackaged, onAction: () => undefined });
  const roles = (platform: NodeJS.Platform, isPackaged?: boolean): unknown[] =>
    menu(platform, isPackaged).flatMap(({ role, submenu }) => [
      role,
      ...(Array.isArray(submenu) ? submenu.map((item) => item.role) : []),
    ]);

  test('begins with the menu of the app on macOS only', () => {
    expect(menu('darwin').map(({ label, role }) => label ?? role)).toEqual([
      'ScrumBot',
      'File',
      'editMenu',
      'View',
      'windowMenu',
    ]);
    expect(menu('linux')[0]?.label).toBe('File');
  });

  test('has tools for developers in a checkout only', () => {
    expect(roles('linux', true)).not.toContain('toggleDevTools');
    expect(roles('linux', false)).toContain('toggleDevTools');
  });

  test('quits through the guard, by no role that would pass it', () => {
    expect([...roles('darwin'), ...roles('win32')]).not.toContain('quit');
    const asked: MenuAction[] = [];
    const [file] = menuTemplate({
      platform: 'linux',
      isPackaged: true,
      onAction: (action) => asked.push(action),
    });
    const quit = Array.isArray(file?.submenu)
      ? file.submenu.find(({ label }) => label === 'Quit ScrumBot')
      : null;
    quit?.click?.(undefined as never, undefined, undefined as never);
    expect(asked).toEqual(['quit']);
  });
});

describe('the status for a window', () => {
  test('waits while the window is hidden, and comes once when it is shown', () => {
    const hub = createTopicHub();
    let isVisible = true;
    const visible = createVisibleTopics(hub, () => isVisible);
    const heard: number[] = [];
    hub.publish('status', statusNumber(1));
    visible.topics.subscribe('status', ({ storedEvents }) => heard.push(storedEvents));
    isVisible = false;
    hub.publish('status', statusNumber(2));
    hub.publish('status', statusNumber(3));
    expect(heard).toEqual([1]);
    isVisible = true;
    visible.visibilityChanged();
    visible.visibilityChanged();
    hub.publish('status', statusNumber(4));
    expect(heard).toEqual([1, 3, 4]);
  });

  test('is given at once to a page that is loaded while hidden', () => {
    const hub = createTopicHub();
    hub.publish('status', statusNumber(1));
    const heard: number[] = [];
    createVisibleTopics(hub, () => false).topics.subscribe('status', (status) =>
      heard.push(status.storedEvents),
    );
    expect(heard).toEqual([1]);
  });

  test('does not hold back what a page adds up', () => {
    const hub = createTopicHub();
    const heard: unknown[] = [];
    createVisibleTopics(hub, () => false).topics.subscribe('sessions', (value) => heard.push(value));
    hub.publish('sessions', { sessionId: 's-1' });
    hub.publish('sessions', { sessionId: 's-2' });
    expect(heard).toHaveLength(2);
  });
});

test("the tray's icon suits the system and its bar", () => {
  expect(trayIconFile('idle', { platform: 'darwin', isDark: true })).toBe(
    join('resources', 'tray', 'idle-Template.png'),
  );
  expect(trayIconFile('recording', { platform: 'win32', isDark: true })).toBe(
    join('resources', 'tray', 'recording-dark.ico'),
  );
  expect(trayIconFile('offline', { platform: 'linux', isDark: false })).toBe(
    join('resources', 'tray', 'offline-light-24.png'),
  );
});

test.each([
  ['linux', 'ubuntu:GNOME', false, true],
  ['linux', 'KDE', false, false],
  ['linux', 'KDE', true, true],
  ['win32', '', true, true],
  ['win32', 'GNOME', false, false],
] as const)('the bar of %s with %s and a dark theme: %s', (platform, desktop, isDarkTheme, expected) => {
  expect(isDarkBar({ platform, environment: { XDG_CURRENT_DESKTOP: desktop }, isDarkTheme })).toBe(expected);
});

test('a badge is a dot on nothing', () => {
  const size = 24;
  const pixels = dotPixels([0xd3, 0x3b, 0x2f], size);
  const at = (x: number, y: number): number[] => [
    ...pixels.subarray((y * size + x) * 4, (y * size + x) * 4 + 4),
  ];
  expect(at(12, 12)).toEqual([0x2f, 0x3b, 0xd3, 255]);
  expect(at(0, 0)).toEqual([0, 0, 0, 0]);
});
