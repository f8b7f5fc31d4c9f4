import { describe, expect, test } from 'vitest';
import {
  credentialsOf,
  draftOf,
  emptyDraft,
  missingIn,
  targetOf,
} from '../../../../src/renderer/targets/form/draft.ts';
import { targetSchema, type ShownTarget } from '../../../../src/shared/settings/targets/targets.ts';

const full: ShownTarget = {
  name: 'staging',
  wsUrl: 'wss://staging.example.org/ws',
  httpUrl: 'https://staging.example.org',
  colour: 'amber',
  notes: 'ask Ada',
  clientType: 'extension',
  platform: 'zoom',
  caFile: '/etc/ca.pem',
  proxy: 'http://proxy.example:3128',
  isProduction: true,
  compress: false,
  badge: 'amber',
  asksFirst: true,
  credentials: ['query', 'login', 'X-Api-Key'],
};

describe('the draft of a target', () => {
  test('keeps every field of a target that nobody changed', () => {
    const { badge, asksFirst, credentials, ...target } = full;
    expect([badge, asksFirst, credentials.length]).toEqual(['amber', true, 3]);
    expect(targetOf(draftOf(full))).toEqual(target);
    expect(targetSchema.parse(targetOf(draftOf(full)))).toEqual(target);
    expect(credentialsOf(draftOf(full), credentials)).toEqual({});
  });

  test('takes away what somebody empties', () => {
    const emptied = { ...emptyDraft, name: 'staging', wsUrl: full.wsUrl ?? '' };
    expect(targetOf(emptied)).toMatchObject({
      httpUrl: null,
      colour: null,
      isProduction: null,
      notes: '',
      clientType: null,
      caFile: null,
      proxy: null,
      compress: null,
    });
  });

  test('forgets each credential by its name, and sets one without the others', () => {
    const draft = draftOf(full);
    expect(credentialsOf({ ...draft, credentials: 'none' }, full.credentials)).toEqual({
      query: null,
      login: null,
      headers: { 'X-Api-Key': null },
    });
    expect(credentialsOf({ ...draft, credentials: 'query', secret: '?token=a' }, [])).toEqual({
      query: 'token=a',
    });
    expect(credentialsOf({ ...draft, credentials: 'login', secret: 'ada:x' }, [])).toEqual({
      login: 'ada:x',
    });
  });

  test.each([
    ['name', { name: ' ' }],
    ['address', { wsUrl: '' }],
    ['proxy', { proxy: 'own', proxyUrl: '' }],
    ['secret', { credentials: 'login', secret: '' }],
    [null, {}],
  ] as const)('lacks %s', (missing, change) => {
    expect(missingIn({ ...draftOf(full), ...change })).toBe(missing);
  });
});
