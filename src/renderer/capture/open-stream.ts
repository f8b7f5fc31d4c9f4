import type { SourceName } from '../../shared/sound/audio.ts';

/** @throws DOMException `NotAllowedError`, `NotFoundError`, `NotReadableError` */
export function openStream(source: SourceName): Promise<MediaStream> {
  return source === 'microphone' ? openMicrophone() : openSystemSound();
}

/** As it is: what a browser does to a voice for a call makes it worse for speech recognition. */
function openMicrophone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
  });
}

// Newer than the types of the DOM: leaves out what this app itself plays.
type DisplaySound = MediaTrackConstraints & { restrictOwnAudio: boolean };

const systemSound: DisplaySound = {
  restrictOwnAudio: true,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

async function openSystemSound(): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  try {
    return await mediaDevices.getDisplayMedia({ audio: systemSound, video: false });
  } catch (error) {
    // Sound alone is refused by some systems, and by the specification; a person's no is a no.
    if (error instanceof DOMException && error.name === 'NotAllowedError') throw error;
  }
  // The picture stays, tiny and slow: on some systems the sound ends with it.
  return mediaDevices.getDisplayMedia({
    audio: systemSound,
    video: { width: 16, height: 16, frameRate: 1 },
  });
}
