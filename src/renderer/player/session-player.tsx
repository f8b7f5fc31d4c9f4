import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { SessionReport } from '../../shared/session/session.ts';
import type { KeptAudioName } from '../../shared/sound/audio-address.ts';
import { audioUrl } from '../connection/audio-url.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';
import type { Player } from './use-player.ts';
import { percent, Waveform } from './waveform.tsx';
import './player.css';

const words = text.player;
const stepSec = 5;
const pageSec = 60;
const rates = [0.75, 1, 1.25, 1.5, 2] as const;

/** Listens to a kept session: its tracks as they sound, and one place in all of them. */
export function SessionPlayer({ report, player }: { report: SessionReport; player: Player }): ReactNode {
  const { sessionId, tracks, seconds, untranscribed } = report;
  const [listen, setListen] = useState<KeptAudioName>('mix');
  const { ref, positionSec, isPlaying, hasFailed } = player;

  function onKeyDown(event: KeyboardEvent): void {
    const to = placeAfter(event.key, positionSec, seconds);
    if (to !== null) player.seek(to);
    else if (event.key === ' ' || event.key === 'Enter') player.toggle();
    else return;
    event.preventDefault();
  }

  function onPointer(event: PointerEvent<HTMLDivElement>): void {
    if (event.buttons !== 1) return;
    const area = event.currentTarget.querySelector('.waveform-area')?.getBoundingClientRect();
    if (area === undefined || area.width === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    player.seek(((event.clientX - area.left) / area.width) * seconds);
  }

  return (
    <section className="panel player" aria-label={words.region}>
      <audio
        ref={ref}
        // Its length and what is played is all that is fetched.
        preload="metadata"
        src={audioUrl(sessionId, tracks.length === 1 ? (tracks[0]?.source ?? 'mix') : listen)}
        {...player.events}
      />
      <div
        className="player-tracks"
        role="slider"
        tabIndex={0}
        aria-label={words.position}
        aria-valuemin={0}
        aria-valuemax={Math.round(seconds)}
        aria-valuenow={Math.round(positionSec)}
        aria-valuetext={words.positionOf(clock(positionSec), clock(seconds))}
        onKeyDown={onKeyDown}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        {tracks.map((track) => (
          <Waveform
            key={track.source}
            sessionId={sessionId}
            track={track}
            seconds={seconds}
            untranscribed={untranscribed}
          />
        ))}
        <div className="player-place" aria-hidden="true">
          <span className="player-head" style={{ left: percent(positionSec, seconds) }} />
        </div>
      </div>
      <div className="player-controls">
        <button type="button" onClick={() => player.toggle()}>
          {isPlaying ? words.pause : words.play}
        </button>
        <span className="player-time">
          {clock(positionSec)} / {clock(seconds)}
        </span>
        <label className="player-choice">
          {words.speed}
          <select
            defaultValue={1}
            onChange={(event) => {
              if (ref.current !== null) ref.current.playbackRate = Number(event.target.value);
            }}
          >
            {rates.map((rate) => (
              <option key={rate} value={rate}>
                {rate} ×
              </option>
            ))}
          </select>
        </label>
        {tracks.length > 1 && (
          <label className="player-choice">
            {words.listen}
            <select value={listen} onChange={(event) => setListen(event.target.value as KeptAudioName)}>
              <option value="mix">{words.all}</option>
              {tracks.map(({ source }) => (
                <option key={source} value={source}>
                  {text.meters.sources[source]}
                </option>
              ))}
            </select>
          </label>
        )}
        {hasFailed && <p role="alert">{words.failed}</p>}
      </div>
    </section>
  );
}

/** Where a key leads; `null` for one that leads nowhere. */
function placeAfter(key: string, sec: number, seconds: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return sec + stepSec;
    case 'ArrowLeft':
    case 'ArrowDown':
      return sec - stepSec;
    case 'PageUp':
      return sec + pageSec;
    case 'PageDown':
      return sec - pageSec;
    case 'Home':
      return 0;
    case 'End':
      return seconds;
    default:
      return null;
  }
}
