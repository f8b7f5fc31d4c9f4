import { useState, type ReactNode } from 'react';
import type { TranscriptLine } from '../../shared/session/session.ts';
import { isHidden } from '../../shared/session/transcript/transcripts.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';
import './transcript.css';

/** What was probably never said is there on request, struck out. */
export function TranscriptLines(props: {
  lines: readonly TranscriptLine[];
  /** The line that is heard now. */
  current?: number | null;
  /** A click on a line plays it. */
  onPlay?: (sec: number) => void;
}): ReactNode {
  const { lines, current = null, onPlay } = props;
  const [showsHidden, setShowsHidden] = useState(false);
  const hiddenCount = lines.filter(isHidden).length;
  return (
    <>
      <ol className="transcript-lines">
        {lines.map((line, index) =>
          isHidden(line) && !showsHidden ? null : (
            // Lines are only ever added, so the place of one is its identity.
            <Line key={index} line={line} isCurrent={index === current} onPlay={onPlay} />
          ),
        )}
      </ol>
      {hiddenCount > 0 && (
        <button
          type="button"
          className="quiet-button transcript-doubtful"
          aria-pressed={showsHidden}
          onClick={() => setShowsHidden(!showsHidden)}
        >
          {showsHidden ? text.transcript.hideHidden : text.transcript.showHidden(hiddenCount)}
        </button>
      )}
    </>
  );
}

function Line(props: {
  line: TranscriptLine;
  isCurrent: boolean;
  onPlay: ((sec: number) => void) | undefined;
}): ReactNode {
  const { line, isCurrent, onPlay } = props;
  const notes = [
    ...(line.flags.includes('timeout') ? [text.transcript.late] : []),
    ...line.flags.flatMap((flag) => doubts[flag] ?? []),
  ];
  return (
    <li
      className="transcript-line"
      data-playable={onPlay !== undefined || undefined}
      aria-current={isCurrent ? 'true' : undefined}
      onClick={() => {
        // Who marks words to copy them does not want to hear them.
        if (window.getSelection()?.isCollapsed !== false) onPlay?.(line.startSec);
      }}
    >
      <span className="transcript-time">
        {line.flags.includes('estimated-time') && (
          <>
            <span aria-hidden="true">~</span>
            <span className="visually-hidden">{text.transcript.estimated} </span>
          </>
        )}
        {onPlay === undefined ? (
          clock(line.startSec)
        ) : (
          <button
            type="button"
            className="transcript-play"
            aria-label={text.player.playFrom(clock(line.startSec))}
            onClick={(event) => {
              event.stopPropagation();
              onPlay(line.startSec);
            }}
          >
            {clock(line.startSec)}
          </button>
        )}
      </span>
      <span className="transcript-text" dir="auto">
        {isNamed(line.speaker) && (
          <strong className="transcript-speaker">{speakers[line.speaker] ?? line.speaker}</strong>
        )}
        {isHidden(line) ? <s>{line.text}</s> : line.text}
        {notes.length > 0 && <span className="transcript-flag"> ({notes.join(', ')})</span>}
      </span>
    </li>
  );
}

const doubts: Readonly<Record<string, string>> = text.transcript.doubts;
const speakers: Readonly<Record<string, string>> = text.transcript.speakers;

function isNamed(speaker: string): boolean {
  return speaker !== '' && speaker !== 'Unknown';
}
