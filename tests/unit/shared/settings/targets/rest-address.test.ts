import { describe, expect, test } from 'vitest';
import { judgeRestAddress } from '../../../../../src/shared/settings/targets/rest-address.ts';
import { sayIt } from '../../../../../src/shared/words/words.ts';

describe('the address of a REST backend', () => {
  test.each([
    'https://host.example',
    'https://host.example/api',
    'http://localhost:5167',
    'http://127.0.0.1:5167',
    'http://[::1]:5167',
  ])('may be %s', (url) => {
    expect(judgeRestAddress(url)).toEqual({ ok: true, url, login: null, query: null, advice: [] });
  });

  test.each([
    ['wss://host.example/ws', 'https://host.example', /WebSocket/],
    ['ws://localhost:8080/ws', 'http://localhost:5167', /WebSocket/],
    ['ws://host.example:8080/ws/ws', 'https://host.example:5167', /WebSocket/],
    ['localhost:5167', 'http://localhost:5167', /not the address/],
    ['host.example', 'https://host.example', /not the address/],
    ['http://host.example', 'https://host.example', /not encrypted/],
    ['http://0.0.0.0:5167', 'http://127.0.0.1:5167', /where a server listens/],
    ['http://127.1:5167/health', 'http://127.0.0.1:5167', /another one/],
    ['https://ada:pw@host.example/x', 'https://host.example/x', /more than/],
    ['https://host.example?token=abc', 'https://host.example', /more than/],
    ['https://host .example', 'https://host.example', /space/],
    ['https://host.example:99999', 'https://host.example', /port/],
    ['ftp://host.example', null, /not the address/],
    ['https://', null, /host/],
    ['https:\\\\host.example', 'https://host.example', /not the address/],
  ])('is not %s', (typed, proposal, problem) => {
    const judged = judgeRestAddress(typed);
    expect(judged).toMatchObject({ ok: false, proposal });
    expect(judged.ok ? '' : sayIt(judged.problem)).toMatch(problem);
    expect(JSON.stringify(judged)).not.toMatch(/pw|abc/);
  });

  test.each([
    ['http://localhost:8080', 'http://localhost:5167'],
    ['https://host.example/ws', 'https://host.example'],
    ['https://host.example/health', 'https://host.example'],
  ])('may be meant otherwise: %s', (typed, proposal) => {
    expect(judgeRestAddress(typed)).toMatchObject({ ok: true, advice: [{ proposal }] });
  });
});
