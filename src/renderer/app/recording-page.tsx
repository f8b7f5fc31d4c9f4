import type { ReactNode } from 'react';
import { EventsPanel } from '../events/events-panel.tsx';
import { MetersPanel } from '../meters/meters-panel.tsx';
import { RecordPanel } from '../record/record-panel.tsx';
import { StageCounters } from '../stages/stage-counters.tsx';
import { LiveTranscript } from '../transcript/live-transcript.tsx';

export function RecordingPage(): ReactNode {
  return (
    <div className="recording-page">
      <div className="recording-page-controls">
        <RecordPanel />
        <MetersPanel />
      </div>
      <StageCounters />
      <LiveTranscript />
      <EventsPanel />
    </div>
  );
}
