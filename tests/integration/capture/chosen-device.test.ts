import { expect, it, onTestFinished } from 'vitest';
import { startCapture } from '../../../src/main/core/capture/capture.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { createTopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { settingsSchema } from '../../../src/shared/settings/settings.ts';
import type { Listened } from '../../../src/shared/sound/devices.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { startPulse } from '../../support/pulse.ts';

/** A server with two outputs and a headset, of which the settings may name some. */
async function startSound() {
  const pulse = await startPulse();
  onTestFinished(pulse.stop);
  const { control } = pulse;
  const loadBeamer = () =>
    control(
      'load-module',
      'module-null-sink',
      'sink_name=beamer',
      'sink_properties=device.description=Beamer',
    );
  await loadBeamer();
  await control('load-module', 'module-remap-source', 'source_name=headset', 'master=speakers.monitor');
  await control('set-default-sink', 'speakers');
  let sound: { system: string | null; microphone: string | null } = { system: null, microphone: null };
  const topics = createTopicHub();
  const heard: Listened[] = [];
  topics.subscribe('sound', (listened) => heard.push(listened));
  const capture = startCapture({
    ...{ clock: createSystemClock(), environment: pulse.environment, platform: 'linux' as const },
    ...{ capture: null, onWake: () => () => undefined, topics },
    readSettings: () => Promise.resolve(settingsSchema.parse({ sound })),
  });
  onTestFinished(() => capture.stop());
  return { ...pulse, loadBeamer, capture, heard, choose: (next: typeof sound) => void (sound = next) };
}

describeWith(['soundServer'], 'a device that somebody chose', () => {
  it('is one of those that are listed, without monitors and without the stand-in for none', async () => {
    const { capture } = await startSound();
    const [system, microphone] = await capture.handlers['sound.devices']({});
    expect(system?.devices.map(({ name }) => name).sort()).toEqual(['beamer', 'speakers']);
    expect(system).toMatchObject({ source: 'system', canChoose: true, problem: null });
    expect(system?.devices).toContainEqual({ name: 'beamer', title: 'Beamer' });
    expect(microphone?.devices.map(({ name }) => name)).toEqual(['headset']);
  });

  it('is not to be had where no sound server answers, which is said with what to do', async () => {
    const { capture, kill } = await startSound();
    await kill();
    const [system] = await capture.handlers['sound.devices']({});
    expect(system).toMatchObject({ devices: [], canChoose: false });
    expect(system?.problem).toMatch(/^No sound server answers \([^)]*\)?.*Start PulseAudio or PipeWire/);
    expect(system?.problem).not.toContain('Command failed');
  });

  it('is captured though it is not the default, and the default in its place while it is away', async () => {
    const { capture, choose, control, loadBeamer } = await startSound();
    choose({ system: 'beamer', microphone: 'headset' });
    const device = async () => {
      const source = await capture.openSource({ kind: 'system' });
      source.close?.();
      return source.description;
    };
    expect(await device()).toBe('beamer');
    await control('unload-module', 'module-null-sink');
    await control('load-module', 'module-null-sink', 'sink_name=speakers');
    await control('set-default-sink', 'speakers');
    expect(await device()).toBe('speakers');
    await loadBeamer();
    expect(await device()).toBe('beamer');
  });

  it('is heard while somebody listens to it, and another one as soon as that is chosen', async () => {
    const { capture, choose, heard } = await startSound();
    choose({ system: 'beamer', microphone: null });
    const devices = () => heard.map(({ device }) => device);
    await capture.handlers['sound.listen']({ source: 'system' });
    await expect.poll(devices).toContain('beamer');
    expect(devices()).not.toContain('speakers');
    expect(heard[0]?.level).toMatchObject({ source: 'system', peakDb: null });
    choose({ system: null, microphone: null });
    await capture.handlers['sound.listen']({ source: 'system' });
    await expect.poll(devices).toContain('speakers');
    await capture.stop();
    const before = heard.length;
    await capture.handlers['sound.devices']({});
    expect(heard).toHaveLength(before);
  });
});
