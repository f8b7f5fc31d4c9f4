import type { SourceName } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { findExecutable } from '../../lifecycle/lifecycle.ts';
import { SourceLost } from '../watch/source-lost.ts';
import { pwRecordArguments } from './pipewire.ts';
import type { Program } from './program-frames.ts';
import type { SoundDevice } from './sound-server.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/**
 * `parec`, or `pw-record` where that is all there is, for one device and no other.
 * @throws AppError `missing-tool`
 */
export async function findRecorder(
  source: SourceName,
  environment: NodeJS.ProcessEnv,
): Promise<(device: SoundDevice) => Promise<Program>> {
  const parec = await findExecutable('parec', environment);
  if (parec !== null) return (device) => Promise.resolve(parecProgram(parec, source, device));
  const pwRecord = await findExecutable('pw-record', environment);
  if (pwRecord !== null) {
    return async (device) => ({
      path: pwRecord,
      arguments: await pwRecordArguments(pwRecord, { source, device, environment }),
      channels: 2,
      lossIn: (line) => lossOfPwRecord(line, device),
    });
  }
  throw new AppError('missing-tool', sentence('capture.no-recorder'));
}

const names = { system: 'System audio', microphone: 'Microphone' } as const;

function parecProgram(path: string, source: SourceName, device: SoundDevice): Program {
  return {
    path,
    arguments: [
      `--device=${device.recordFrom}`,
      // Then it tells on stderr which device it is attached to.
      '--verbose',
      // PipeWire does not move it then; PulseAudio has no such word for programs.
      '--property=node.dont-reconnect=true',
      // A name of its own: otherwise it starts with the volume that somebody once gave to another recorder.
      `--property=module-stream-restore.id=scrumbot-${source}`,
      '--client-name=ScrumBot',
      `--stream-name=${names[source]}`,
      '--volume=65536',
      '--raw',
      '--format=s16le',
      '--rate=16000',
      '--channels=2',
      '--latency-msec=50',
    ],
    channels: 2,
    lossIn: (line) => lossOfParec(line, device),
  };
}

/** A server that went away breaks the connection; pw-record then ends by itself. */
function lossOfPwRecord(line: string, { name }: SoundDevice): SourceLost | null {
  if (/connection error|broken pipe/i.test(line)) return null;
  return /remote error|target not found/i.test(line)
    ? new SourceLost('device-changed', sentence('capture.gone', { device: name }))
    : null;
}

/** What parec says of its stream, in the order in which it hears it: before the first sample of another device. */
function lossOfParec(line: string, { recordFrom, name }: SoundDevice): SourceLost | null {
  // PipeWire ends a stream that may not be moved, and PulseAudio one whose device nothing can take the place of.
  if (/^Stream error: (?:Entity killed|No such entity)/.test(line))
    return new SourceLost('device-changed', sentence('capture.gone', { device: name }));
  const attached = /^(?:Connected to|Stream moved to) device (\S+) \(/.exec(line)?.[1];
  // Also a move to the same name is one to another device: a stream is not moved to where it is.
  const isMove = line.startsWith('Stream moved');
  if (attached === undefined || (attached === recordFrom && !isMove)) return null;
  return new SourceLost('device-changed', sentence('capture.server-moved', { from: name, to: attached }));
}
