import type { SourceName } from '../../shared/sound/audio.ts';

const kinds = { system: 'audiooutput', microphone: 'audioinput' } as const;

/**
 * Tells when another device becomes the default one, and when the captured one is gone; a capture stays with the device
 * that it began with. Answers what is captured, for people.
 */
export async function followDefaultDevice(
  source: SourceName,
  { label: trackLabel, deviceId }: { label: string; deviceId: string | undefined },
  options: {
    signal: AbortSignal;
    onChange: (device: string) => void;
    /** The device is no longer among those that are there, whatever the browser still delivers for it. */
    onGone: (device: string) => void;
  },
): Promise<string> {
  const { mediaDevices } = navigator;
  const there = await listDevices(source);
  const first = defaultOf(there);
  // Outputs that are captured have ids of their own, which no list has.
  const isListed = there.some((device) => device.deviceId === deviceId);
  const isAmong = (devices: readonly MediaDeviceInfo[]): boolean =>
    !isListed || devices.some((device) => device.deviceId === deviceId);
  mediaDevices.addEventListener(
    'devicechange',
    () => {
      void listDevices(source).then((devices) => {
        const now = defaultOf(devices);
        if (now === null || !isAmong(devices)) options.onGone(first?.name ?? trackLabel);
        else if (now.id !== first?.id) options.onChange(now.name);
      });
    },
    { signal: options.signal },
  );
  // A capture of the default is called as the list's entry of it, "Default".
  return (source === 'system' || deviceId === 'default' ? first?.name : trackLabel) ?? trackLabel;
}

async function listDevices(source: SourceName): Promise<MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === kinds[source]);
}

/** The default has an entry of its own beside the device's, with the same group. `name` is the device's, for people. */
function defaultOf(devices: readonly MediaDeviceInfo[]): { id: string; name: string } | null {
  const found = devices.find(({ deviceId }) => deviceId === 'default') ?? devices[0];
  if (found === undefined) return null;
  const { groupId, label } = found;
  const others = devices.filter(({ deviceId }) => !roles.has(deviceId));
  const ofGroup = others.filter((device) => device.groupId === groupId);
  // Windows and macOS say "Default - Headset", Linux "Default" alone; a headset's group may have two inputs.
  const own = ofGroup.find((device) => label.endsWith(device.label)) ?? ofGroup[0];
  return { id: `${groupId} ${label}`, name: own?.label ?? label };
}

/** Entries that stand for another one of the list. */
const roles: ReadonlySet<string> = new Set(['default', 'communications']);
