import { describe, expect, test } from 'vitest';
import { builderWords, isForLookingInto, problemOf } from '../../../scripts/support/builder-words.mjs';
import { makeUpdateKeys } from '../../support/update-keys.ts';

describe('the words for electron-builder', () => {
  test('end with those of the command line, so that these win', () => {
    expect(builderWords(['--dir', '-c.publish=null'], {}).slice(-2)).toEqual(['--dir', '-c.publish=null']);
  });

  test('name no place of updates unless the packager does', () => {
    expect(builderWords([], {}).filter((word) => word.includes('publish.'))).toEqual([]);
    expect(builderWords([], { SCRUMBOT_UPDATES_URL: 'https://updates.test/' })).toEqual(
      expect.arrayContaining(['-c.publish.provider=generic', '-c.publish.url=https://updates.test/']),
    );
  });

  test('never publish', () => {
    expect(builderWords([], {}).join(' ')).toContain('--publish never');
  });

  test("take the maintainer from Debian's own variables", () => {
    const environment = { DEBFULLNAME: 'Ada Lovelace', DEBEMAIL: 'ada@example.test' };
    expect(builderWords([], environment)).toContain('-c.linux.maintainer=Ada Lovelace <ada@example.test>');
  });

  test.each(['http://updates.test/', 'updates.test', 'file:///tmp'])(
    'are refused when updates would come from %s',
    (url) => expect(problemOf({ SCRUMBOT_UPDATES_URL: url })).toContain(`"${url}"`),
  );

  const SCRUMBOT_UPDATES_KEY = makeUpdateKeys().publicKey;
  const signed = { SCRUMBOT_UPDATES_URL: 'https://updates.test/', SCRUMBOT_UPDATES_KEY };

  test.each([undefined, ''])('are taken without updates: %j', (url) =>
    expect(problemOf({ SCRUMBOT_UPDATES_URL: url }, [], 'win32')).toBeNull(),
  );

  test('build the key in with which updates are signed, and are refused without one', () => {
    expect(problemOf(signed, [], 'linux')).toBeNull();
    expect(builderWords([], signed)).toContain(`-c.extraMetadata.updatesKey=${SCRUMBOT_UPDATES_KEY}`);
    for (const key of [undefined, '', 'key', Buffer.alloc(44).toString('base64')])
      expect(problemOf({ ...signed, SCRUMBOT_UPDATES_KEY: key }, [], 'linux')).toContain(
        'SCRUMBOT_UPDATES_KEY',
      );
  });

  test.each([
    ['win32', []],
    ['linux', ['--win']],
    ['darwin', ['-mwl']],
  ] as const)('name the publisher for Windows: on %s with %j', (platform, words) => {
    expect(problemOf(signed, [...words], platform)).toContain('SCRUMBOT_PUBLISHER');
    const named = { ...signed, SCRUMBOT_PUBLISHER: 'CN=Example' };
    expect(problemOf(named, [...words], platform)).toBeNull();
    expect(builderWords([], named)).toContain('-c.win.signtoolOptions.publisherName=CN=Example');
  });
});

describe('a stand-in for Electron', () => {
  test.each([['--dir'], ['--dir', '--linux', '--arm64'], ['-l', '--dir'], ['--dir', '-c.compression=store']])(
    'will do for %s %s %s',
    (...words) => expect(isForLookingInto(words, {})).toBe(true),
  );

  test.each([[], ['deb'], ['--dir', '--win'], ['--dir', '-mwl'], ['--dir', '-c.electronDist=/opt/electron']])(
    'will not do for %s %s',
    (...words) => expect(isForLookingInto(words, {})).toBe(false),
  );

  test('will not do where Electron is named', () => {
    expect(isForLookingInto(['--dir'], { ELECTRON_OVERRIDE_DIST_PATH: '/opt/electron' })).toBe(false);
  });
});
