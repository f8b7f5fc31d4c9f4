import { useState, type ReactNode } from 'react';
import type { TranscriptLine } from '../../shared/session/session.ts';
import { isHidden } from '../../shared/session/transcript/hidden-flags.ts';
import { clock } from '../format.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { partsOf, type Missing } from './transcript-parts.ts';
import './transcript.css';

/** What was probably never said is there on request, struck out; where words are missing, that stands in their place. */
export function TranscriptLines(props: {
  lines: readonly TranscriptLine[];
  /** The line that is heard now. */
  current?: number | null;
  /** Speech that has no words. */
  missing?: readonly Missing[];
  /** A click on a line plays it. */
  onPlay?: (sec: number) => void;
}): ReactNode {
  const { lines, current = null, missing = [], onPlay } = props;
  const [showsHidden, setShowsHidden] = useState(false);
  const hiddenCount = lines.filter(isHidden).length;
  return (
    <>
      <ol className="transcript-lines">
        {partsOf(lines, missing).map((part) =>
          'index' in part ? (
            isHidden(part.line) && !showsHidden ? null : (
              // Lines are only ever added, so the place of one is its identity.
              <Line key={part.index} line={part.line} isCurrent={part.index === current} onPlay={onPlay} />
            )
          ) : (
            <MissingWords key={`missing-${part.gap.startSec}-${part.gap.speaker}`} gap={part.gap} />
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

function MissingWords({ gap }: { gap: Missing }): ReactNode {
  const { startSec, endSec, speaker, reason } = gap;
  return (
    <li className="transcript-line transcript-missing">
      <span className="transcript-time">{clock(startSec)}</span>
      <span className="transcript-text">
        <StateIcon level="warning" />
        <span>
          {isNamed(speaker) && speaker !== 'mix' && (
            <strong className="transcript-speaker">{speakers[speaker] ?? speaker}</strong>
          )}
          {text.player.untranscribed(clock(startSec), clock(endSec))}
          {reason !== null && <span className="transcript-flag"> ({reason.replace(/\.$/, '')})</span>}
        </span>
      </span>
    </li>
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
