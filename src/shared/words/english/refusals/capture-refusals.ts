type OfSource = { source: 'system' | 'microphone' };
const soundOf = { system: 'system audio', microphone: 'microphone' } as const;
const deviceOf = { system: 'output', microphone: 'input' } as const;

/** Why sound is not captured, or a file of sound not read. */
export const captureRefusals = {
  'capture.no-sound-inside': ({ name, kind }: { name: string; kind: string }) =>
    `${name} is ${kind}, and ffmpeg finds no sound in it that can be read. Copy or export it again.`,
  'capture.and-more': ({ first, more }: { first: string; more: string }) => `${first} ${more}`,
  'capture.conversion-ended': ({ name, why }: { name: string; why: string }) =>
    `ffmpeg couldn't read ${name} to its end${why === '' ? '' : `: ${why}`}. What was read is kept. Copy or export the file again.`,
  'capture.not-wav': ({ name, kind, advice }: { name: string; kind: string; advice: string }) =>
    `${name} is ${kind}, not a WAV file. ${advice}`,
  'capture.odd-format': ({ name, format, advice }: { name: string; format: string; advice: string }) =>
    `${name} holds ${format}, which is not supported. ${advice}`,
  'capture.odd-channels': ({
    name,
    channels,
    most,
    advice,
  }: {
    name: string;
    channels: number;
    most: number;
    advice: string;
  }) => `${name} has ${channels} channels; 1 to ${most} are supported. ${advice}`,
  'capture.odd-rate': ({ name, rateHz, advice }: { name: string; rateHz: number; advice: string }) =>
    `${name} has a sample rate of ${rateHz} Hz; 1,000 to 384,000 Hz are supported. ${advice}`,
  'capture.damaged': ({ name, how }: { name: string; how: string }) =>
    `${name} is damaged: ${how}. Record or export it again.`,
  'capture.is-folder': ({ path }: { path: string }) => `${path} is a folder. Name a WAV file in it.`,
  'capture.is-device': ({ path }: { path: string }) => `${path} is a device. Save its sound as a WAV file.`,
  'capture.no-file': ({ path }: { path: string }) => `There is no file ${path}. Check the path.`,
  'capture.unreadable': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be read: ${why}. Check its permissions.`,
  'capture.slept': 'The computer was asleep',
  'capture.too-much-sound': 'More audio arrived than time has passed',
  'capture.disk-too-slow': 'Sound came faster than it could be written for a minute. Check the disk.',
  'capture.not-allowed': (p: OfSource) =>
    `The ${soundOf[p.source]} may not be recorded. Allow ScrumBot in the system's privacy settings, then try again.`,
  'capture.nothing-there': (p: OfSource) =>
    `There is nothing to capture the ${soundOf[p.source]} from. Plug a device in or choose one in the sound settings.`,
  'capture.in-use': (p: OfSource) =>
    `The ${soundOf[p.source]} is in use by another program or does not answer. Close that program, then try again.`,
  'capture.failed': (p: OfSource & { why: string; name: string }) =>
    `The ${soundOf[p.source]} can't be captured: ${p.why} (${p.name}).`,
  'capture.page-ended': 'The page that captures sound ended',
  'capture.not-answered': 'Permission to record was not given within 2 minutes.',
  'capture.other-device': ({ device }: { device: string }) =>
    `The sound server recorded another device than ${device}`,
  'capture.moved-away': ({ device }: { device: string }) =>
    `The recording was moved from ${device} to another device`,
  'capture.pipe-empty': ({ path }: { path: string }) => `Nobody wrote into ${path} before the end.`,
  'capture.stdin-is-terminal': 'Standard input is this terminal. Pipe sound into it.',
  'capture.no-audio-begins': ({ name }: { name: string }) =>
    `${name} is damaged: its audio does not begin in its first 16 MiB.`,
  'capture.pipe-broke': ({ name, how }: { name: string; how: string }) =>
    `${name} broke off: ${how}. What arrived is kept. Check the output of the program that writes into it.`,
  'capture.no-sound-server': ({ why }: { why: string }) =>
    `No sound server answers (${why}). Start PulseAudio or PipeWire in this user session.`,
  'capture.no-device': (p: OfSource) =>
    `There is no sound ${deviceOf[p.source]} device. Plug one in or choose one in the sound settings.`,
  'capture.no-sound-tools':
    'Neither pactl nor pw-metadata is installed. Install pulseaudio-utils (or pipewire-bin), then try again.',
  'capture.device-gone': (p: OfSource & { device: string }) =>
    `The ${deviceOf[p.source]} ${p.device} is gone, and there is no other`,
  'capture.moved': ({ from, to }: { from: string; to: string }) => `The sound moved from ${from} to ${to}`,
  'capture.device-back': (p: OfSource & { device: string }) =>
    `The ${deviceOf[p.source]} ${p.device} was removed and is back`,
  'capture.program-fails': ({ program, why }: { program: string; why: string }) =>
    `${program} does not run (${why}). Reinstall pipewire-bin, or install pulseaudio-utils.`,
  'capture.program-ended': ({ program, why }: { program: string; why: string }) =>
    `${program} stopped capturing${why === '' ? '' : `: ${why}`}. Check the sound device and start again.`,
  'capture.desktop-only':
    'Live sound is captured by the desktop app on this system. Without it, only files can be recorded.',
  'capture.no-recorder':
    'Neither parec nor pw-record is installed. Install pulseaudio-utils (or pipewire-bin), then try again.',
  'capture.gone': ({ device }: { device: string }) => `${device} is gone`,
  'capture.server-moved': ({ from, to }: { from: string; to: string }) =>
    `The sound server moved the recording from ${from} to ${to}`,
  'capture.slept-for': ({ sec }: { sec: number }) => `The computer was asleep for ${sec} s`,
  'capture.no-sound-for': ({ sec }: { sec: number }) => `No sound came for ${sec} s`,
  'capture.ended': ({ source }: { source: string }) => `${source} came to an end`,
  'capture.with-ffmpeg': ({ install }: { install: string }) =>
    `With ffmpeg installed (${install}) such files are read as they are.`,
  'capture.unpack': 'Unpack it, and name the sound file that is in it.',
  'capture.sign-in': 'This is a web page, not the recording: sign in and download it again.',
  'capture.copy-again': 'It was not written to the end, or not downloaded: copy or export it again.',
  'capture.name-wav': 'Name a WAV file.',
  'capture.convert-stream': ({ command }: { command: string }) =>
    `Convert it on its way: ${command} between the two pipes.`,
  'capture.convert-first': ({ command }: { command: string }) => `Convert it first: ${command}`,
  'capture.stream-empty': ({ name }: { name: string }) =>
    `${name} ended before the first byte came. Check the output of the program that writes into it.`,
  'capture.file-empty': ({ name }: { name: string }) => `${name} is empty. Record or export it again.`,
  'capture.stream-short': ({ name, sec }: { name: string; sec: number }) =>
    `${name} ended ${missing(sec)} earlier than its header says: the program that writes into it was ended or failed. What arrived is kept. Check the output of that program.`,
  'capture.file-short': ({ name, sec }: { name: string; sec: number }) =>
    `${name} is ${missing(sec)} shorter than its header says: it was cut off while it was written, copied or read. What it holds is kept. Copy or export it again.`,
  'capture.audio-not-found': 'its audio is not found',
  'capture.late-format': 'its format comes after its audio',
  'capture.parts-overlap': 'its parts overlap',
  'capture.no-audio': 'it holds no audio',
  'capture.format-cut-off': 'its format is cut off',
  'capture.odd-frames': ({ claimed, made }: { claimed: number; made: number }) =>
    `it claims ${claimed} bytes a sample where its format makes ${made}`,
} as const;

function missing(sec: number): string {
  return sec < 60 ? `${sec.toFixed(1)} s` : `${Math.floor(sec / 60)} min ${Math.round(sec % 60)} s`;
}
