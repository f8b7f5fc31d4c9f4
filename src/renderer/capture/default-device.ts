import type { SourceName } from '../../shared/sound/audio.ts';

const kinds = { system: 'audiooutput', microphone: 'audioinput' } as const;

/**
 * Tells when another device becomes the default one; a capture stays with the device that it began with. Answers
 * what is captured, for people.
 */
export async function followDefaultDevice(
  source: SourceName,
  trackLabel: string,
  options: { signal: AbortSignal; onChange: (device: string) => void },
): Promise<string> {
  const { mediaDevices } = navigator;
  const first = await findDefault(source);
  mediaDevices.addEventListener(
    'devicechange',
    () => {
      void findDefault(source).then((now) => {
        // Without any device the track ends by itself.
        if (now === null || now.id === first?.id) return;
        options.onChange(now.label);
      });
    },
    { signal: options.signal },
  );
  return (source === 'system' ? first?.label : trackLabel) ?? trackLabel;
}

/** The default has an entry of its own beside the device's, with the same group. */
async function findDefault(source: SourceName): Promise<{ id: string; label: string } | null> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ours = devices.filter(({ kind }) => kind === kinds[source]);
  const found = ours.find(({ deviceId }) => deviceId === 'default') ?? ours[0];
  if (found === undefined) return null;
  return { id: `${found.groupId} ${found.label}`, label: found.label };
}
