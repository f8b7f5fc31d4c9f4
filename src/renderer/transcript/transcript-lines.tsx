import type { ReactNode } from 'react';
import type { TranscriptLine } from '../../shared/session.ts';
import { clock } from '../format.ts';
import { text } from '../text.ts';
import './transcript.css';

export function TranscriptLines({ lines }: { lines: readonly TranscriptLine[] }): ReactNode {
  return (
    <ol className="transcript-lines">
      {lines.map((line, index) => (
        // Lines are only ever added, so the place of one is its identity.
        <li key={index} className="transcript-line">
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
            {isNamed(line.speaker) && <strong className="transcript-speaker">{line.speaker}</strong>}
            {line.text}
            {line.flags.includes('timeout') && (
              <span className="transcript-flag"> ({text.transcript.late})</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function isNamed(speaker: string): boolean {
  return speaker !== '' && speaker !== 'Unknown';
}
