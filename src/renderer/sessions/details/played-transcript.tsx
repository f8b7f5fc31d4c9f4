import { useEffect, useRef, type ReactNode } from 'react';
import type { SessionReport, TranscriptLine } from '../../../shared/session/session.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Empty } from '../../parts/layout/empty.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import type { Player } from '../../player/use-player.ts';
import { text } from '../../text.ts';
import { TranscriptLines } from '../../transcript/transcript-lines.tsx';

/** A kept session's words: a click on a line plays it, and they follow what is heard. */
export function PlayedTranscript(props: {
  report: SessionReport;
  player: Player;
  canPlay: boolean;
}): ReactNode {
  const { report, player, canPlay } = props;
  const box = useRef<HTMLDivElement>(null);
  const isStarted = player.isPlaying || player.positionSec > 0;
  const current = isStarted ? lineAt(report.transcript, player.positionSec) : null;
  useFollowLine(box, current, player.isPlaying);
  return (
    <Panel
      title={text.transcript.region}
      className="session-transcript"
      tools={report.text !== '' && <CopyText text={report.text} />}
    >
      {report.transcript.length === 0 && report.untranscribed.length === 0 ? (
        <Empty>{report.mode === 'capture-only' ? text.transcript.captureOnly : text.transcript.none}</Empty>
      ) : (
        <div ref={box} className="scroll-box" role="region" aria-label={text.transcript.lines} tabIndex={0}>
          <TranscriptLines
            lines={report.transcript}
            missing={report.untranscribed}
            current={current}
            {...(canPlay && { onPlay: (sec: number) => player.playFrom(sec) })}
          />
        </div>
      )}
    </Panel>
  );
}

/** The last line that has begun by then; `null` before the first. */
function lineAt(lines: readonly TranscriptLine[], sec: number): number | null {
  const index = lines.findLastIndex(({ startSec }) => startSec <= sec + 0.05);
  return index < 0 ? null : index;
}

/** Keeps the line in sight while it plays, within its own box: the page stays where it is. */
function useFollowLine(
  ref: React.RefObject<HTMLDivElement | null>,
  current: number | null,
  isPlaying: boolean,
): void {
  useEffect(() => {
    const box = ref.current;
    const line = box?.querySelector<HTMLElement>('[aria-current]');
    if (!isPlaying || box === null || line === null || line === undefined) return;
    const place = line.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top >= frame.top && place.bottom <= frame.bottom) return;
    box.scrollBy({ top: place.top - frame.top - frame.height / 3 });
  }, [ref, current, isPlaying]);
}
