import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { answerHttp, upgradeRefusal } from '../../../../../src/main/core/backend/wire/http-answers.ts';

const request = (url: string, headers: { host?: string; origin?: string }): IncomingMessage =>
  ({ method: 'GET', url, headers }) as unknown as IncomingMessage;

function answerTo(host: string | undefined): { status: number; body: string } {
  const answer = { status: 0, body: '' };
  const response = {
    writeHead: (status: number) => void (answer.status = status),
    end: (body: string) => void (answer.body = body),
  } as unknown as ServerResponse;
  const sources = { meeting: () => ({ words: 'the secret plan' }), ledger: () => null };
  answerHttp(request('/get-meeting/m1', host === undefined ? {} : { host }), response, sources);
  return answer;
}

describe('the built-in backend', () => {
  test.each(['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST', '[::1]:9'])(
    'answers by the name %s',
    (host) => {
      expect(answerTo(host)).toMatchObject({ status: 200, body: expect.stringContaining('plan') as string });
      expect(upgradeRefusal(request('/ws', { host }), [])).toBeNull();
    },
  );

  test.each([
    undefined,
    '',
    'evil.example:8080',
    '127.0.0.1.evil.example',
    'evil@127.0.0.1',
    '127.0.0.2:8080',
    '0.0.0.0',
  ])('gives no meeting and no socket to a page that has rebound the name %j to this machine', (host) => {
    expect(answerTo(host).status).toBe(403);
    expect(answerTo(host).body).not.toContain('plan');
    expect(upgradeRefusal(request('/ws', host === undefined ? {} : { host }), [])).toBe('403 Forbidden');
  });
});
