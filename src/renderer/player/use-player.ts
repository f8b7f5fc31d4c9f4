import { useRef, useState, type RefObject } from 'react';

/** A session's audio as it is listened to: where it is, whether it plays, and what can be done. */
export type Player = {
  ref: RefObject<HTMLAudioElement | null>;
  positionSec: number;
  isPlaying: boolean;
  /** Why nothing can be heard; `null` where something can. */
  hasFailed: boolean;
  toggle(): void;
  seek(sec: number): void;
  /** Plays from there on. */
  playFrom(sec: number): void;
  /** What the element tells. */
  events: {
    onTimeUpdate(): void;
    onSeeking(): void;
    onPlay(): void;
    onPause(): void;
    onError(): void;
  };
};

export function usePlayer(seconds: number): Player {
  const ref = useRef<HTMLAudioElement>(null);
  const [positionSec, setPositionSec] = useState(0);
  const [isPlaying, setIsPlaying] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);

  function play(): void {
    // Its failure is told by the element itself.
    ref.current?.play().catch(() => undefined);
  }

  function seek(sec: number): void {
    const at = Math.min(Math.max(0, sec), seconds);
    setPositionSec(at);
    if (ref.current !== null) ref.current.currentTime = at;
  }

  return {
    ref,
    positionSec,
    isPlaying,
    hasFailed,
    toggle() {
      if (isPlaying) ref.current?.pause();
      else play();
    },
    seek,
    playFrom(sec) {
      seek(sec);
      play();
    },
    events: {
      onTimeUpdate: () => setPositionSec(ref.current?.currentTime ?? 0),
      onSeeking: () => setPositionSec(ref.current?.currentTime ?? 0),
      onPlay() {
        setIsPlaying(true);
        setHasFailed(false);
      },
      onPause: () => setIsPlaying(false),
      onError: () => setHasFailed(true),
    },
  };
}
