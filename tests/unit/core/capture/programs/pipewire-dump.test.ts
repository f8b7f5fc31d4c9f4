import { expect, test } from 'vitest';
import { parseDump, silencedByProps } from '../../../../../src/main/core/capture/programs/pipewire-props.ts';

const node = (serial: number, mute: boolean): unknown => ({
  id: 7,
  info: { props: { 'node.name': 'speakers', 'object.serial': serial }, params: { Props: [{ mute }] } },
});
const printed = (...objects: unknown[]): string => `${JSON.stringify(objects, null, 2)}\n`;

test('a list that is followed by others, as changes come while it is printed, is read with the newest first', () => {
  const dump = parseDump(printed(node(40, false), { id: 8 }) + printed(node(41, true)));
  expect(dump).toHaveLength(3);
  expect(silencedByProps(dump, 'system', 'speakers')).toEqual({
    id: '41',
    silencedBy: 'The output speakers is muted. Unmute it in the sound settings',
  });
});

test('one list, an empty one and none are read as well', () => {
  expect(parseDump(printed(node(40, false)))).toHaveLength(1);
  expect(parseDump('[\n]\n')).toEqual([]);
  expect(parseDump('')).toEqual([]);
});
