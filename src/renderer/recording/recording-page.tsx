import type { ReactNode } from 'react';
import { useStatus } from '../connection/bridge-hooks.ts';
import { EventsPanel } from '../events/events-panel.tsx';
import { FilesPanel } from '../files/files-panel.tsx';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { RecordPanel } from '../record/record-panel.tsx';
import { text } from '../text.ts';
import { LiveTranscript } from '../transcript/live-transcript.tsx';
import { DeliveryLine } from './delivery-line.tsx';
import { ReadyPanel } from './ready-panel.tsx';
import './recording.css';

/** What is being recorded, its words above all; how it is delivered in a line, and every event for who wants to look. */
export function RecordingPage(): ReactNode {
  const isBusy = useStatus(({ session }) => session !== null && busyStates.includes(session.state)) ?? false;
  const hasLines = useStatus(({ transcriptLines }) => transcriptLines > 0) ?? false;
  // One that ended without a word has nothing to read; how it went is told with what can be done now.
  const hasWords = isBusy || hasLines;
  return (
    <div className="recording-page">
      <div className="recording-controls">
        <RecordPanel />
      </div>
      <div className="recording-words">
        {hasWords ? <LiveTranscript /> : <ReadyPanel />}
        {hasWords && <DeliveryLine />}
        {/* Once it has ended, beside the last line, where its coming moves nothing. */}
        <FilesPanel shows={isBusy ? 'hidden' : hasLines ? 'button' : 'open'} />
        <div className="panel recording-diagnostics">
          <Disclosure label={text.record.diagnostics} rememberAs="scrumbot.diagnostics">
            <EventsPanel />
          </Disclosure>
        </div>
      </div>
    </div>
  );
}

const busyStates: readonly string[] = ['starting', 'recording', 'stopping'];
