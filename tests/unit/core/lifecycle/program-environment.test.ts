import { expect, test } from 'vitest';
import {
  programEnvironment,
  takeEnvironment,
} from '../../../../src/main/core/lifecycle/program-environment.ts';
import { runProgram } from '../../../../src/main/core/speech/programs/run-program.ts';

const keys = [
  'GROQ_API_KEY',
  'SCRUMBOT_OPENAI_API_KEY',
  'NGROK_AUTHTOKEN',
  'DB_PASSWORD',
  'SCRUMBOT_TEAM_URL',
  'my_secret',
  'DB_PASS',
  'MYSQL_PWD',
  'NPM_CONFIG__AUTH',
  'SENTRY_DSN',
];

test('a started program gets the environment without keys', () => {
  const given = {
    PATH: '/bin',
    HOME: '/home/me',
    XAUTHORITY: '/x',
    PWD: '/home/me',
    MONGO_URI: 'mongodb+srv://me:canary@db.example.org/x',
    ...Object.fromEntries(keys.map((name) => [name, 'canary'])),
  };
  expect(programEnvironment(given)).toEqual({
    PATH: '/bin',
    HOME: '/home/me',
    XAUTHORITY: '/x',
    PWD: '/home/me',
  });
});

test('a speech program that prints its environment finds no key in it', async () => {
  process.env.GROQ_API_KEY = 'gsk_canary_that_must_not_leave';
  try {
    const print = ['-e', 'process.stdout.write(JSON.stringify(process.env))'];
    const limits = { timeoutMs: 30_000, signal: new AbortController().signal };
    const { stdout } = await runProgram(process.execPath, print, limits);
    expect(stdout).toContain('PATH');
    expect(stdout).not.toContain('canary');
  } finally {
    delete process.env.GROQ_API_KEY;
  }
});

test('what only we may know is taken out of the environment that libraries hand on', () => {
  const given: NodeJS.ProcessEnv = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy.example.org:3128',
    HTTP_PROXY: 'http://me:canary@proxy.example.org:3128',
    GROQ_API_KEY: 'canary',
  };
  expect(takeEnvironment(given)).toEqual({
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy.example.org:3128',
    HTTP_PROXY: 'http://me:canary@proxy.example.org:3128',
    GROQ_API_KEY: 'canary',
  });
  expect(given).toEqual({ PATH: '/bin', HTTPS_PROXY: 'http://proxy.example.org:3128' });
});
