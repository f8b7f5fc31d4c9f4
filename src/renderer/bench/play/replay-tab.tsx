import { useState, type ReactNode } from 'react';
import type { ReplayReport, ReplaySpeed } from '../../../shared/replay/replay.ts';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import { count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { NumberField } from '../../parts/fields/number-field.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { figureText, PairTable } from './pair-table.tsx';
import { PlayedSides, SessionLinks } from './played-sides.tsx';
import { SessionField } from './session-field.tsx';
import { SpeedField } from './speed-field.tsx';
import { usePlaying } from './use-playing.ts';
import { useBenchStart } from '../use-bench-start.ts';

const words = text.bench.replay;
const longestSec = 604_800;

/** Sends a session again, shows how far it is, and what came back then and now. */
export function ReplayTab(): ReactNode {
  const [sessionId, setSessionId] = useState('');
  const [target, setTarget] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [speed, setSpeed] = useState<ReplaySpeed>(1);
  const [fromSec, setFromSec] = useState(0);
  const playing = usePlaying();
  const isPlaying = playing.phase === 'playing';

  const { begin, problem } = useBenchStart('replay.start', {
    canStart: sessionId !== '' && !isPlaying,
    request: () => ({ sessionId, target: requestedTarget(target), speed, fromSec }),
  });

  return (
    <Panel title={words.region}>
      <form className="bench-form" aria-label={words.region} onSubmit={begin}>
        <p>{words.intro}</p>
        <div className="bench-fields">
          <SessionField value={sessionId} onChange={setSessionId} />
          <TargetPicker picked={target} onChange={setTarget} />
          <SpeedField value={speed} onChange={setSpeed} />
          <NumberField label={words.from} value={fromSec} min={0} max={longestSec} onChange={setFromSec} />
        </div>
        <div className="button-row">
          <button type="submit" aria-disabled={sessionId === '' || isPlaying}>
            {words.start}
          </button>
        </div>
        <CommandError error={problem} />
      </form>
      <PlayedSides playing={playing} />
      {playing.phase === 'replayed' && <Outcome report={playing.report} />}
    </Panel>
  );
}

function Outcome({ report }: { report: ReplayReport }): ReactNode {
  const { sentAgain, comparison, sessionId } = report;
  const { silentChunks } = sentAgain;
  const figures = Object.entries(words.rows) as [keyof typeof words.rows, string][];
  return (
    <div className="bench-outcome" role="status">
      <p>
        {words.done(count(sentAgain.frames), sentAgain.connections)}{' '}
        {silentChunks > 0 && words.silent(count(silentChunks))}
      </p>
      <p>{comparison.verdict}</p>
      <PairTable
        caption={words.table}
        head={words.columns}
        rows={figures.map(([id, what]) => ({
          what,
          a: figureText(comparison[id].a),
          b: figureText(comparison[id].b),
        }))}
      />
      <p>
        <SessionLinks sessionId={sessionId} />
      </p>
    </div>
  );
}
