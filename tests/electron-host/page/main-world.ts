import type { createMembrane } from './membrane.ts';
import type { DisplayMediaAnswer, Question } from './messages.ts';

type Ask = (question: Question) => Promise<unknown>;
type Isolated = {
  ask: Ask;
  windowOpen(url: string): void;
  onVisibility(show: (isVisible: boolean) => void): void;
};

/**
 * The main world of a window's page: shows there what the preload exposes, and puts Electron's permission handlers
 * before the calls that ask for something. A refusal is Chromium's own (nothing is granted to the page), so a page
 * that gets around these functions gains nothing. Written into the page, hence self-contained.
 */
export function installMainWorld(secret: string, create: typeof createMembrane): void {
  let ask: Ask = () => Promise.reject(new Error('The isolated world is not there'));
  create(secret, 'main', (name, api) => {
    if (name === secret) {
      const isolated = api as Isolated;
      ask = isolated.ask;
      window.open = (url = '') => {
        isolated.windowOpen(new URL(url, location.href).href);
        return null;
      };
      isolated.onVisibility(showVisibility);
      return;
    }
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true });
  });

  function freeze<T>(value: T): T {
    if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(value)) freeze(member);
      Object.freeze(value);
    }
    return value;
  }

  // Headless Chromium has no windows to hide, and Playwright makes every page a focused one.
  let isVisible = true;
  function showVisibility(next: boolean): void {
    if (next === isVisible) return;
    isVisible = next;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }
  Object.defineProperties(Document.prototype, {
    visibilityState: { configurable: true, get: () => (isVisible ? 'visible' : 'hidden') },
    hidden: { configurable: true, get: () => !isVisible },
  });

  const mayUse = (permission: string, details: Record<string, unknown> = {}): Promise<boolean> =>
    ask({ about: 'permission', permission, details }) as Promise<boolean>;

  // Not there in an insecure context, such as about:blank.
  if ('mediaDevices' in navigator) {
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    const enumerateDevices = devices.enumerateDevices.bind(devices);

    MediaDevices.prototype.getUserMedia = async function (constraints) {
      const mediaTypes = (['audio', 'video'] as const).filter((type) => Boolean(constraints?.[type]));
      if (mediaTypes.length > 0) await mayUse('media', { mediaTypes });
      return getUserMedia(constraints);
    };

    MediaDevices.prototype.getDisplayMedia = async function (constraints = {}) {
      const userGesture = navigator.userActivation.isActive;
      if (!userGesture) {
        throw new DOMException(
          "Failed to execute 'getDisplayMedia' on 'MediaDevices': getDisplayMedia() requires transient activation (user gesture).",
          'InvalidStateError',
        );
      }
      const answer = (await ask({
        about: 'display-media',
        videoRequested: constraints.video !== false,
        audioRequested: Boolean(constraints.audio),
        userGesture,
      })) as DisplayMediaAnswer;
      if (!answer.granted) throw new DOMException(answer.message, answer.error);
      const stream = new MediaStream();
      if (answer.audio)
        for (const track of (await openLoopback(answer)).getAudioTracks()) stream.addTrack(track);
      if (answer.video) for (const track of stillPicture().getVideoTracks()) stream.addTrack(track);
      return stream;
    };

    /** The source that the test's sound server offers in place of the system's loopback. */
    async function openLoopback({ loopbackLabel }: { loopbackLabel: string | null }): Promise<MediaStream> {
      const known = await enumerateDevices();
      const device = known.find(({ kind, label }) => kind === 'audioinput' && label === loopbackLabel);
      if (device === undefined) throw new DOMException('Could not start audio source', 'NotReadableError');
      return getUserMedia({
        audio: {
          deviceId: { exact: device.deviceId },
          echoCancellation: false,
          noiseSuppression: false,
          autoGainControl: false,
        },
      });
    }
  }

  function stillPicture(): MediaStream {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 2;
    canvas.getContext('2d')?.fillRect(0, 0, 2, 2);
    return canvas.captureStream(1);
  }

  const geolocation = navigator.geolocation;
  const getCurrentPosition = geolocation.getCurrentPosition.bind(geolocation);
  Geolocation.prototype.getCurrentPosition = function (...args) {
    void mayUse('geolocation').then(() => getCurrentPosition(...args));
  };

  if ('Notification' in window) {
    const requestPermission = Notification.requestPermission.bind(Notification);
    Notification.requestPermission = async (...args) => {
      await mayUse('notifications');
      return requestPermission(...args);
    };
  }

  if ('clipboard' in navigator) {
    const clipboard = navigator.clipboard;
    const readText = clipboard.readText.bind(clipboard);
    Clipboard.prototype.readText = async function () {
      await mayUse('clipboard-read');
      return readText();
    };
  }

  if ('requestMIDIAccess' in navigator) {
    const requestMidi = navigator.requestMIDIAccess.bind(navigator);
    Navigator.prototype.requestMIDIAccess = async function (options) {
      await mayUse(options?.sysex === true ? 'midiSysex' : 'midi');
      return requestMidi(options);
    };
  }
}
