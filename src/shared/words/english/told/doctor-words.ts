import { counted } from '../../../plural.ts';

/** What this machine has and lacks, and what to do about it. */
export const doctorWords = {
  'doctor.runtime': 'Node',
  'doctor.home': 'Data folder',
  'doctor.disk': 'Disk',
  'doctor.system': 'System audio',
  'doctor.microphone': 'Microphone',
  'doctor.engine': ({ engine }: { engine: string }) => `Engine ${engine}`,
  'doctor.electron': 'Electron',
  'doctor.groq-key': 'Groq key',
  'doctor.proxy': 'Proxy',
  'doctor.authorities': 'Certificate authorities',
  'doctor.ask': ({ engine }: { engine: string }) => `Request to ${engine}`,

  'doctor.old-node.mend': 'Install Node 24; 22.14 is the oldest that works.',
  'doctor.home.mend': 'Choose a data folder that you can write to.',
  'doctor.disk.free': ({ bytes, hours }: { bytes: number; hours: number }) =>
    `${(bytes / 1e9).toFixed(1)} GB free, about ${counted(hours, 'hour')} of one track`,
  'doctor.disk.mend': 'Free some space, or delete old sessions.',
  'doctor.no-disk.mend': 'Check that the data folder is on a mounted disk.',
  'doctor.desktop-sound': 'captured by the desktop app only',
  'doctor.desktop-sound.mend': 'Record from the desktop app; here, only files can be recorded.',
  'doctor.no-recorder': 'neither parec nor pw-record is installed',
  'doctor.no-recorder.mend': 'Install pulseaudio-utils (or pipewire-bin).',
  'doctor.not-available': 'not available',
  'doctor.installed': 'installed',
  'doctor.not-installed': 'not installed',
  'doctor.not-installed-optional': 'not installed (optional)',
  'doctor.no-electron.mend': 'Nothing to do: without it the app runs headless, with its page in a browser.',
  'doctor.key-in-environment': 'set in the environment',
  'doctor.key-in-file': 'in a private file of the data folder, not encrypted',
  'doctor.no-key': 'not set (optional)',
  'doctor.no-groq-key.mend': 'Only direct transcription by Groq needs it: enter it, or set GROQ_API_KEY.',
  'doctor.not-known': 'not known',
  'doctor.answered': ({ ms }: { ms: number }) => `answered in ${ms} ms`,
  'doctor.failed': 'failed',
  'doctor.rough-words': ({ engine }: { engine: string }) =>
    `Rough words only: ${engine} gets few of them right. Download a Whisper model for far better transcripts.`,

  'doctor.usual-authorities': 'the default ones',
  'doctor.own-authorities': ({ files }: { files: readonly string[] }) =>
    `the default ones and ${files.join(', ')}`,
  'doctor.authorities-of': ({ count, file }: { count: number; file: string }) => `${count} of ${file}`,
  'doctor.bad-authorities': "a file that can't be used",

  'proxy.off': 'none (settings)',
  'proxy.by-settings': ({ proxy }: { proxy: string }) => `${proxy} (settings)`,
  'proxy.none': 'none in the environment; the desktop app asks the system for each address',
  'proxy.not-address': ({ name }: { name: string }) => `${name} does not name a proxy`,
  'proxy.by-variable': ({ proxy, name }: { proxy: string; name: string }) => `${proxy} (${name})`,
  'proxy.all': ({ proxies }: { proxies: readonly string[] }) => proxies.join(', '),
  'proxy.all-but': ({ proxies, exempt }: { proxies: readonly string[]; exempt: string }) =>
    `${proxies.join(', ')}, but not for ${exempt}`,
  'proxy.unusable.title': 'Proxy not used',
  'proxy.unusable': ({ name, value, why }: { name: string; value: string; why: string }) =>
    `${name} is set to "${value}", but ${why}, so connections go directly. Set it to an address such as http://proxy.example:3128, or unset it.`,
  'proxy.bad-scheme': ({ scheme }: { scheme: string }) =>
    `a proxy's address starts with http://, https:// or socks5://, not with ${scheme}://`,
  'proxy.bad-port': ({ port }: { port: string }) => `its port "${port}" is not a number from 1 to 65535`,
  'proxy.bad-address': "that is not a proxy's address",
} as const;
