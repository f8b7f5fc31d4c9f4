import type { ReactNode } from 'react';
import { gapReasonWords } from '../../../shared/session/receipt.ts';
import type { Track } from '../../../shared/session/session.ts';
import { clock } from '../../format.ts';
import { Panel } from '../../parts/layout/panel.tsx';
import { StateIcon } from '../../parts/state-icon.tsx';
import { text } from '../../text.ts';

const words = text.sessions;

export function SessionTracks({ tracks }: { tracks: readonly Track[] }): ReactNode {
  return (
    <Panel title={words.tracks}>
      <ul className="tracks">
        {tracks.map((track) => (
          <li key={track.source} className="track">
            <strong>{text.meters.sources[track.source]}</strong>
            <span className="track-length">{clock(track.seconds)}</span>
            <span className="track-path mono">{track.path}</span>
            <Gaps gaps={track.gaps} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Gaps({ gaps }: { gaps: Track['gaps'] }): ReactNode {
  return (
    <span className="track-gaps">
      <StateIcon level={gaps.length === 0 ? 'good' : 'warning'} />
      <span>
        {words.gaps}:{' '}
        {gaps.length === 0
          ? words.noGaps
          : gaps
              .map(({ atSec, lengthSec, reason }) =>
                words.gap(clock(atSec), lengthSec.toFixed(1), gapReasonWords(reason)),
              )
              .join('; ')}
      </span>
    </span>
  );
}
