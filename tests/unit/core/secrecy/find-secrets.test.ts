import { describe, expect, it } from 'vitest';
import { secretsOfArguments, secretsOfEnvironment } from '../../../../src/main/core/secrecy/secrecy.ts';

const found = (...words: string[]): string[] => [...new Set(secretsOfArguments(words))];

describe('what is secret on a command line', () => {
  it.each([
    ['wss://alice:hunter2@example.org/ws', 'hunter2'],
    ['wss://alice:pa/ss?w@rd@example.org/ws', 'pa/ss?w@rd'],
    ['alice:hunter2@example.org:8080/ws', 'hunter2'],
    ['wss://example.org/ws?token=abc%2Fdef', 'abc/def'],
    ['example.org/ws?access_token=abcdef', 'abcdef'],
    ['--ws=wss://alice:hunter2@example.org', 'hunter2'],
    ['mysql://root:pa@ss/w:ord@db.example:4000/x', 'pa@ss/w:ord'],
  ])('%s holds %s', (word, secret) => {
    expect(found('targets', 'use', word)).toContain(secret);
  });

  it('options that take a credential', () => {
    expect(found('--header', 'X-Api-Key: abcdef')).toEqual(['abcdef']);
    expect(found('--header', 'Authorization Bearer abcdef')).toEqual(['abcdef']);
    expect(found(`--header=Authorization: Basic ${Buffer.from('me:hunter2').toString('base64')}`)).toContain(
      'hunter2',
    );
    expect(found('--login', 'me:hunter2')).toContain('hunter2');
    expect(found('--query', 'token=abcdef')).toEqual(['abcdef']);
    expect(found('--header', 'X-Api-Key: env:MY_KEY')).toEqual([]);
  });

  it.each([
    ['wss://example.org/ws'],
    ['wss://example.org/rooms/@main'],
    ['Minutes of Monday: who has the key?'],
    ['me@example.org'],
    ['wss://alice@example.org/ws?room=standup'],
  ])('nothing in %s that would be missed elsewhere', (word) => {
    expect(found('record', '--title', word)).toEqual([]);
  });

  it('keys of the environment, and the logins of proxies, but no paths', () => {
    const environment = {
      GROQ_API_KEY: ' gsk_abcdef ',
      HTTPS_PROXY: 'http://me:hunter2@proxy.example:3128',
      SCRUMBOT_TEAM_URL: 'mysql://me:opensesame@db.example/x',
      GNOME_KEYRING_CONTROL: '/run/user/1000/keyring',
      PATH: '/usr/bin',
    };
    const secrets = secretsOfEnvironment(environment);
    expect(secrets).toEqual(expect.arrayContaining(['gsk_abcdef', 'hunter2', 'opensesame']));
    expect(secrets.join(' ')).not.toMatch(/usr|run/);
  });
});
