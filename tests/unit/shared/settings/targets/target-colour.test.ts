import { expect, test } from 'vitest';
import { asksFirst, targetColour } from '../../../../../src/shared/settings/targets/target-colour.ts';

const places = [
  [null, 'blue'],
  ['ws://127.0.0.1:8080/ws', 'green'],
  ['wss://abc.ngrok-free.app/ws', 'amber'],
  ['wss://abc.ngrok.io', 'amber'],
  ['wss://ngrok.io.example.org/', 'red'],
  ['wss://meetings.example.org/?x=.ngrok.io', 'red'],
] as const;

test.each(places)('a target at %s has the colour %s', (wsUrl, colour) => {
  expect(targetColour({ wsUrl })).toBe(colour);
});

test('a target that people work with is red wherever it stands, and one that nobody works with never is', () => {
  for (const [wsUrl] of places.filter(([url]) => url !== null)) {
    expect(targetColour({ wsUrl, isProduction: true }), String(wsUrl)).toBe('red');
    expect(targetColour({ wsUrl, isProduction: false }), String(wsUrl)).not.toBe('red');
  }
});

test('a badge is red just where something is asked first, but for one whose colour somebody chose', () => {
  for (const [wsUrl] of places.filter(([url]) => url !== null))
    for (const isProduction of [true, false, null]) {
      const target = { wsUrl, isProduction };
      expect(targetColour(target) === 'red', JSON.stringify(target)).toBe(asksFirst(target));
    }
  const chosen = { wsUrl: 'ws://127.0.0.1:8080/ws', isProduction: true, colour: 'green' as const };
  expect([targetColour(chosen), asksFirst(chosen)]).toEqual(['green', true]);
});
