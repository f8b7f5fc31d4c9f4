import { useState, type ReactNode } from 'react';
import type { TranscriptLine } from '../../shared/session/session.ts';
import { isHidden } from '../../shared/session/transcripts.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';
import './transcript.css';

/** What was probably never said is there on request, struck out. */
export function TranscriptLines({ lines }: { lines: readonly TranscriptLine[] }): ReactNode {
  const [showsHidden, setShowsHidden] = useState(false);
  const hiddenCount = lines.filter(isHidden).length;
  return (
    <>
      <ol className="transcript-lines">
        {lines.map((line, index) =>
          isHidden(line) && !showsHidden ? null : (
            // Lines are only ever added, so the place of one is its identity.
            <Line key={index} line={line} />
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

function Line({ line }: { line: TranscriptLine }): ReactNode {
  const notes = [
    ...(line.flags.includes('timeout') ? [text.transcript.late] : []),
    ...line.flags.flatMap((flag) => doubts[flag] ?? []),
  ];
  return (
    <li className="transcript-line">
      <span className="transcript-time">
        {line.flags.includes('estimated-time') && (
          <>
            <span aria-hidden="true">~</span>
            <span className="visually-hidden">{text.transcript.estimated} </span>
          </>
        )}
        {clock(line.startSec)}
      </span>
      <span className="transcript-text">
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
