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
  expect(await change([mic('default', 'Webcam'), mic('2', 'Webcam')])).toEqual(['moved to Default - Webcam']);
});

test('no microphone at all is a loss, and not "unchanged"', async () => {
  devices.list = [mic('default', 'Headset'), mic('1', 'Headset')];
  const change = await follow('default');
  expect(await change([])).toEqual(['gone: Default - Headset']);
});

test('a microphone that is gone is a loss by its id, also where another of its name is there', async () => {
  devices.list = [mic('1', 'Headset')];
  const change = await follow('1');
  expect(await change([mic('7', 'Headset')])).toEqual(['gone: Headset']);
});
