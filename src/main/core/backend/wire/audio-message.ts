import { z } from 'zod';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import { pcmFormatSchema, readPcm, type PcmPayload } from './pcm-payload.ts';

/** How a chunk names its meeting: by id, or else by where it takes place. */
export type MeetingName = { id: string | null; platform: string; url: string };

const participantSchema = z.looseObject({ id: z.union([z.string(), z.number()]), name: z.string() });
export type Participant = z.infer<typeof participantSchema>;

/** An AUDIO_CHUNK or AUDIO_CHUNK_ENHANCED as read. Without a name it belongs to no meeting, and `payload` says why. */
export type AudioMessage = {
  meeting: MeetingName | null;
  /** AUDIO_CHUNK_ENHANCED registers its connection's session. */
  enhanced: boolean;
  participants: Participant[] | null;
  /** `null` when the chunk carries no audio, which is allowed. */
  payload: PcmPayload | null;
};

const platformSchema = z.union([z.string(), z.number()]).nullish();
const nameSchema = z.object({ platform: platformSchema, meetingUrl: z.string().nullish() });
const idSchema = z.string().max(200).nullish();
const participantsSchema = z.array(participantSchema).nullish();

export function isAudioType(type: string): boolean {
  return type === 'AUDIO_CHUNK' || type === 'audio_chunk' || type === 'AUDIO_CHUNK_ENHANCED';
}

/** Never throws: what cannot be used is a `problem`. */
export function readAudioMessage(message: BackendMessage): AudioMessage {
  const enhanced = message.type === 'AUDIO_CHUNK_ENHANCED';
  try {
    const meeting = readMeetingName(message, enhanced);
    return { meeting, enhanced, ...readContent(message) };
  } catch (error) {
    return { meeting: null, enhanced, participants: null, payload: { problem: problemOf(error) } };
  }
}

/** The enhanced form names the meeting at the top, the plain form in its metadata. */
function readMeetingName(message: BackendMessage, enhanced: boolean): MeetingName {
  const id = idSchema.parse(message.meetingId) ?? null;
  const { platform, meetingUrl } = nameSchema.parse(enhanced ? message : metadataOf(message));
  return { id: id === '' ? null : id, platform: String(platform ?? 'unknown'), url: meetingUrl ?? '' };
}

function readContent(message: BackendMessage): Pick<AudioMessage, 'participants' | 'payload'> {
  const data = message.data ?? '';
  try {
    const participants = participantsSchema.parse(message.participants) ?? null;
    if (data === '') return { participants, payload: null };
    const format = pcmFormatSchema.parse(metadataOf(message));
    return { participants, payload: readPcm(z.string().parse(data), format) };
  } catch (error) {
    return { participants: null, payload: { problem: problemOf(error) } };
  }
}

// Absent is fine; a real backend refuses `null`, so a client that sends it must hear of it here.
function metadataOf(message: BackendMessage): unknown {
  return message.metadata === undefined ? {} : message.metadata;
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) throw error;
  return z.prettifyError(error).replaceAll(/\s*\n\s*/g, ' ');
}
