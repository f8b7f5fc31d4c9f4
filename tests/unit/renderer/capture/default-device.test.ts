import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followDefaultDevice } from '../../../../src/renderer/capture/default-device.ts';

type Device = { kind: string; deviceId: string; groupId: string; label: string };

const mic = (deviceId: string, name: string): Device => ({
  kind: 'audioinput',
  deviceId,
  groupId: name,
  label: deviceId === 'default' ? `Default - ${name}` : name,
});

/** The list of devices as a browser has it, changed by the test. */
class FakeDevices extends EventTarget {
  list: Device[] = [];
  enumerateDevices = (): Promise<Device[]> => Promise.resolve(this.list);
}

let devices: FakeDevices;
let said: string[];

beforeEach(() => {
  devices = new FakeDevices();
  said = [];
  vi.stubGlobal('navigator', { mediaDevices: devices });
});
afterEach(() => vi.unstubAllGlobals());

async function follow(deviceId: string): Promise<(list: Device[]) => Promise<string[]>> {
  const options = {
    signal: new AbortController().signal,
    onChange: (device: string) => said.push(`moved to ${device}`),
    onGone: (device: string) => said.push(`gone: ${device}`),
  };
  await followDefaultDevice('microphone', { label: 'Headset', deviceId }, options);
  return async (list) => {
    devices.list = list;
    devices.dispatchEvent(new Event('devicechange'));
    await new Promise(setImmediate);
    return said;
  };
}

test('a default microphone that stays is no change, whatever else comes and goes', async () => {
  devices.list = [mic('default', 'Headset'), mic('1', 'Headset')];
  const change = await follow('default');
  expect(await change([mic('default', 'Headset'), mic('1', 'Headset'), mic('2', 'Webcam')])).toEqual([]);
});

test('another default is told by its name', async () => {
  devices.list = [mic('default', 'Headset'), mic('1', 'Headset')];
  const change = await follow('default');
  expect(await change([mic('default', 'Webcam'), mic('2', 'Webcam')])).toEqual(['moved to Webcam']);
});

test('no microphone at all is a loss, and not "unchanged"', async () => {
  devices.list = [mic('default', 'Headset'), mic('1', 'Headset')];
  const change = await follow('default');
  expect(await change([])).toEqual(['gone: Headset']);
});

test('a microphone that is gone is a loss by its id, also where another of its name is there', async () => {
  devices.list = [mic('1', 'Headset')];
  const change = await follow('1');
  expect(await change([mic('7', 'Headset')])).toEqual(['gone: Headset']);
});

/** As Chromium on Linux has it: the default's entry is called "Default" and nothing else. */
const called = (deviceId: string, groupId: string, label: string): Device => ({
  ...{ kind: 'audioinput', deviceId, groupId, label },
});

const nameOf = (deviceId: string): Promise<string> =>
  followDefaultDevice(
    'microphone',
    { label: 'Default', deviceId },
    { signal: new AbortController().signal, onChange: () => undefined, onGone: () => undefined },
  );

test('the default is called by the name of the device that it stands for', async () => {
  const [webcam, headset] = [called('1', 'a', 'Webcam'), called('2', 'b', 'Headset')];
  devices.list = [called('default', 'b', 'Default'), webcam, headset];
  expect(await nameOf('default')).toBe('Headset');
  devices.list = [called('default', 'b', 'Default - Headset, hands-free'), webcam, headset];
  devices.list.push(called('communications', 'b', 'Headset'), called('3', 'b', 'Headset, hands-free'));
  expect(await nameOf('default')).toBe('Headset, hands-free');
  devices.list = [called('default', 'c', 'Default'), webcam, headset];
  expect(await nameOf('default')).toBe('Default');
});
