import { describe, expect, it } from 'vitest';
import { meantAddress } from '../../../../../src/shared/settings/targets/meant-address.ts';
import { adviceText, judgeAddress } from '../../../../../src/shared/settings/targets/target-address.ts';
import { resolveTarget } from '../../../../../src/shared/settings/targets/resolve-target.ts';

describe('an address that somebody typed', () => {
  it.each([
    ['http://localhost:8080/ws', 'ws://localhost:8080/ws'],
    ['https://abc.ngrok-free.app', 'wss://abc.ngrok-free.app/ws'],
    ['http://backend.example:5167/', 'wss://backend.example:8080/ws'],
    ['wss://backend.example/ws#meeting', 'wss://backend.example/ws'],
    ['wss://backend.example:99999/ws', 'wss://backend.example/ws'],
    ['ws://localhost:0/ws', 'ws://localhost:8080/ws'],
    ['ws://localhost:65536/ws', 'ws://localhost:8080/ws'],
    ['ws://localhost:80a/ws', 'ws://localhost:80/ws'],
    ['ws://localhost:8O80/ws', 'ws://localhost:8080/ws'],
    ['ws://127.0.0.1:8080ws', 'ws://127.0.0.1:8080/ws'],
    ['ws://localhost:port/ws', 'ws://localhost:8080/ws'],
    ['ws://localhost./ws', 'ws://localhost/ws'],
    ['ws://127.0.0.1.:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['wss://backend.example../ws', 'wss://backend.example/ws'],
    ['wss://::1/ws', 'wss://[::1]/ws'],
    ['wss://fe80::1:8443/ws', 'wss://[fe80::1]:8443/ws'],
    ['ws://::1:8080/ws', 'ws://[::1]:8080/ws'],
    ['wss://2001:db8:0:0:0:0:0:1:8443/ws', 'wss://[2001:db8:0:0:0:0:0:1]:8443/ws'],
    ['wss://2001:db8::8080/ws', 'wss://[2001:db8::8080]/ws'],
    ['"wss://backend.example/ws"', 'wss://backend.example/ws'],
    ['“wss://backend.example:8443/ws”', 'wss://backend.example:8443/ws'],
    ['<wss://backend.example/ws>,', 'wss://backend.example/ws'],
    ['wws://127.0.0.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['wsss://backend.example/ws', 'wss://backend.example/ws'],
    ['htp://127.0.0.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['wss:///backend.example/ws', 'wss://backend.example/ws'],
    ['wss://backend。example/ws', 'wss://backend.example/ws'],
    ['wss：／／backend.example/ws', 'wss://backend.example/ws'],
    ['wss://.backend..example/ws', 'wss://backend.example/ws'],
    ['http://127.0.0.1:8080/health', 'ws://127.0.0.1:8080/ws'],
    ['http://localhost:5167/docs', 'ws://localhost:8080/ws'],
    ['https://backend.example/health', 'wss://backend.example/ws'],
    ['http://0.0.0.0:8080', 'ws://127.0.0.1:8080/ws'],
    ['ws://0.0.0.0:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['ws://[::]:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['ws://127.1:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['ws://localhost.localdomain:8080/ws', 'ws://127.0.0.1:8080/ws'],
    ['wss://backend .example/ws', 'wss://backend.example/ws'],
    ['wss://backend.example/w s', 'wss://backend.example/ws'],
    ['wss://backend.example/ws\u200b', 'wss://backend.example/ws'],
    ['wss://me:pa/ss?w#rd@backend.example/ws', 'wss://backend.example/ws'],
    ['wss://me:my secret@backend.example/ws', 'wss://backend.example/ws'],
  ])('%j is refused with the proposal %s', (typed, proposal) => {
    const judged = judgeAddress(typed);
    expect(judged.ok ? (judged.advice[0]?.proposal ?? judged.url) : judged.proposal).toBe(proposal);
    expect(JSON.stringify(judged.ok ? judged.advice : judged)).not.toMatch(/secret|pa\/ss/);
  });

  it.each([
    'ws://',
    'wss:///ws',
    'ftp://backend.example',
    'wss://a\\@localhost/ws',
    'wss://[::1/ws',
    'wss://ho<st/ws',
  ])('%j is refused, and nobody knows what is meant', (typed) => {
    expect(judgeAddress(typed)).toMatchObject({ ok: false, proposal: null });
  });

  it.each([
    ['wss://backend.example', /has no path.*\/ws/, 'wss://backend.example/ws'],
    ['wss://backend.example/ws/ws', /most layouts have the socket at \/ws/, 'wss://backend.example/ws'],
    ['wss://backend.example//ws', /path is \/\/ws/, 'wss://backend.example/ws'],
    ['wss://backend.example/ws/', /path is \/ws\//, 'wss://backend.example/ws'],
    ['wss://backend.example/WS', /path is \/WS/, 'wss://backend.example/ws'],
    ['wss://backend.example/ws.', /path is \/ws\./, 'wss://backend.example/ws'],
    ['ws://localhost:8080/health', /asked by HTTP/, 'ws://localhost:8080/ws'],
    ['ws://localhost:5167/health', /asked by HTTP/, 'ws://localhost:8080/ws'],
    ['ws://localhost:8001/ws', /Port 8001 is that of the chatbot/, 'ws://localhost:8080/ws'],
    ['ws://localhost:5167/ws', /Port 5167 is that of the REST backend/, 'ws://localhost:8080/ws'],
  ])('%s may be right, but something else is more usual', (typed, sentence, proposal) => {
    const judged = judgeAddress(typed);
    const [advice] = judged.ok ? judged.advice : [];
    expect(advice?.proposal).toBe(proposal);
    expect(advice && adviceText(advice)).toMatch(sentence);
  });

  it('is taken apart into what may be shown and what may not', () => {
    expect(judgeAddress(' WSS://me:se@cret@Backend.example:8443/ws?token=abc ')).toMatchObject({
      ok: true,
      url: 'wss://backend.example:8443/ws',
      login: 'me:se@cret',
      query: 'token=abc',
    });
  });

  it('proposes nothing in place of an address whose login alone is odd', () => {
    const judged = judgeAddress('ws://me:pw@localhost:8080/ws');
    const said = judged.ok ? judged.advice.map(adviceText) : [];
    expect(said).toEqual([
      expect.stringMatching(/^The login .* is kept with the keys; .* works without it\.$/),
    ]);
  });

  it.each([
    ['localhost:8080', 'ws://localhost:8080/ws'],
    ['backend.example/ws', 'wss://backend.example/ws'],
    ['wss:/backend.example/ws', 'wss://backend.example/ws'],
    ['me:secret@backend.example', 'wss://backend.example/ws'],
    ['8080', 'ws://localhost:8080/ws'],
    [':8080', 'ws://localhost:8080/ws'],
    ['wss;//backend.example/ws', 'wss://backend.example/ws'],
    ['ws:\\\\127.0.0.1:8080\\ws', null],
    ['0.0.0.0:8080', 'ws://127.0.0.1:8080/ws'],
    ['dev:8080', null],
    ['prod', null],
  ])('%s without its scheme is %s', (typed, proposal) => {
    expect(meantAddress(typed)).toBe(proposal);
  });

  it('is never repeated with its login in what a person is told', () => {
    for (const typed of [
      'wss://me:hunter2@back end/ws',
      'http://me:hunter2@b.example',
      'wss://me:hunter2@b.example:99999',
    ]) {
      expect(() => resolveTarget(typed, [])).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          message: expect.not.stringMatching(/hunter2/) as string,
        }) as Error,
      );
    }
  });
});
