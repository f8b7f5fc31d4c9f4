import type { SourceName } from '../../../../shared/sound/audio.ts';

/** What is to be captured: the default output, or the default input. */
export type SoundDevice = {
  /** The output's or the input's name. */
  name: string;
  /** Another device of the same name has another. */
  id: string;
  /** What a recorder is told to record from. */
  recordFrom: string;
  /** Why nothing can be heard from it, with what to do; `null` where its settings are no reason for that. */
  silencedBy: string | null;
};

/** The sound server of this user session, asked through its own programs. */
export type SoundServer = {
  /**
   * The default output (`system`) or input (`microphone`), `null` where there is none. The monitor of an output is
   * no input.
   * @throws Error when no server answers
   */
  findDefault(source: SourceName): Promise<SoundDevice | null>;
  /** The output or input of that name, `null` where it is not there. @throws Error when no server answers */
  find(source: SourceName, name: string): Promise<SoundDevice | null>;
  /** All outputs or inputs, by name and by what people call them. @throws Error when no server answers */
  list(source: SourceName): Promise<{ name: string; title: string }[]>;
  /**
   * The streams that browsers record with, each with the id of the device that it is attached to; none where the server does
   * not tell.
   * @throws Error when no server answers
   */
  findPageStreams(): Promise<ReadonlyMap<string, string>>;
  /** Attaches such a stream to a device. @throws Error when the server refuses */
  attach(stream: string, device: SoundDevice): Promise<void>;
  /** Calls `onEvent` when devices or streams that record came, went or changed, until the server ends. */
  subscribe(onEvent: () => void): { ended: Promise<void>; stop(): Promise<void> };
};
