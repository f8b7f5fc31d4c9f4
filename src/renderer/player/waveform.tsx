import { useEffect, useRef, type ReactNode } from 'react';
import { gapReasonWords } from '../../shared/session/receipt.ts';
import type { SessionReport, Track } from '../../shared/session/session.ts';
import type { Peaks } from '../../shared/sound/peaks.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';

const words = text.player;

/** One track as it sounds, with what it lacks: stretches that were not captured, and speech that has no words. */
export function Waveform(props: {
  sessionId: string;
  track: Track;
  seconds: number;
  untranscribed: SessionReport['untranscribed'];
}): ReactNode {
  const { sessionId, track, seconds, untranscribed } = props;
  const { data: peaks } = useAnswer('sessions.peaks', { sessionId, source: track.source });
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || peaks === undefined) return undefined;
    const draw = (): void => drawPeaks(element, peaks, seconds);
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(element);
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      watch.disconnect();
      scheme.removeEventListener('change', draw);
    };
  }, [peaks, seconds]);
  const name = text.meters.sources[track.source];
  const missing = untranscribed.filter(({ speaker }) => speaker === track.source || speaker === 'mix');
  return (
    <div className="waveform">
      <span className="waveform-name">{name}</span>
      <div className="waveform-area">
        <canvas ref={canvas} aria-hidden="true" />
        {track.gaps.map(({ atSec, lengthSec, reason }) => (
          <Mark
            key={`gap-${atSec}`}
            kind="gap"
            span={{ startSec: atSec, endSec: atSec + lengthSec, seconds }}
            label={words.gap(clock(atSec), lengthSec.toFixed(1), gapReasonWords(reason))}
          />
        ))}
        {missing.map(({ startSec, endSec }) => (
          <Mark
            key={`words-${startSec}`}
            kind="untranscribed"
            span={{ startSec, endSec, seconds }}
            label={words.untranscribed(clock(startSec), clock(endSec))}
          />
        ))}
      </div>
    </div>
  );
}

function Mark(props: {
  kind: 'gap' | 'untranscribed';
  span: { startSec: number; endSec: number; seconds: number };
  label: string;
}): ReactNode {
  const { startSec, endSec, seconds } = props.span;
  return (
    <span
      className="waveform-mark"
      data-kind={props.kind}
      title={props.label}
      style={{ left: percent(startSec, seconds), width: percent(endSec - startSec, seconds) }}
    />
  );
}

/** A part of the session's length, as CSS has it. */
export function percent(sec: number, seconds: number): string {
  return `${seconds === 0 ? 0 : Math.min(100, (100 * sec) / seconds)}%`;
}

/** One bar a pixel: the loudest of the stretches that it stands for. */
function drawPeaks(canvas: HTMLCanvasElement, { peaks, secPerPeak }: Peaks, seconds: number): void {
  const scale = window.devicePixelRatio;
  const width = Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = Math.max(1, Math.round(canvas.clientHeight * scale));
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null || seconds === 0) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const perPixel = seconds / width / secPerPeak;
  for (let x = 0; x < width; x += 1) {
    const loudest = Math.max(0, ...peaks.slice(Math.floor(x * perPixel), Math.ceil((x + 1) * perPixel)));
    // Speech is far from full scale: by the square root it is seen, and zeros stay a hairline.
    const bar = Math.max(loudest === 0 ? 1 : 2, Math.sqrt(loudest / 255) * height);
    context.fillRect(x, (height - bar) / 2, 1, bar);
  }
}
