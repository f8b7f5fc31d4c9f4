import { useState, type ReactNode } from 'react';
import type { ReplayReport, ReplaySpeed } from '../../../shared/replay/replay.ts';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import { count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { NumberField } from '../../parts/fields/number-field.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { BundleField, type BundledSession } from './bundle-field.tsx';
import { figureText, PairTable } from './pair-table.tsx';
import { PlayedSides, SessionLinks } from './played-sides.tsx';
import { SessionField } from './session-field.tsx';
import { SpeedField } from './speed-field.tsx';
import { usePlaying } from './use-playing.ts';
import { useBenchStart } from '../use-bench-start.ts';

const words = text.bench.replay;
const longestSec = 604_800;

type Kind = keyof typeof words.kinds;

/** Sends a session again, shows how far it is, and what came back then and now. */
export function ReplayTab(): ReactNode {
  const [kind, setKind] = useState<Kind>('session');
  const [sessionId, setSessionId] = useState('');
  const [bundled, setBundled] = useState<BundledSession | null>(null);
  const [target, setTarget] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [speed, setSpeed] = useState<ReplaySpeed>(1);
  const [fromSec, setFromSec] = useState(0);
  const playing = usePlaying();
  const what = kind === 'bundle' ? bundled : sessionId === '' ? null : { sessionId };
  const cannotStart = what === null || playing.phase === 'playing';

  const { begin, problem } = useBenchStart('replay.start', {
    canStart: !cannotStart,
    request: () => ({ sessionId, ...what, target: requestedTarget(target), speed, fromSec }),
  });

  return (
    <Panel title={words.region}>
      <form className="bench-form" aria-label={words.region} onSubmit={begin}>
        <p>{words.intro}</p>
        <div className="bench-fields">
          <SelectField
            label={words.what}
            value={kind}
            options={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
            onChange={(value) => {
              setKind(value as Kind);
              setBundled(null);
            }}
          />
          {kind === 'session' ? (
            <SessionField value={sessionId} onChange={setSessionId} />
          ) : (
            <BundleField value={bundled} onChange={setBundled} />
          )}
          <TargetPicker picked={target} onChange={setTarget} />
          <SpeedField value={speed} onChange={setSpeed} />
          <NumberField label={words.from} value={fromSec} min={0} max={longestSec} onChange={setFromSec} />
        </div>
        <div className="button-row">
          <button type="submit" aria-disabled={cannotStart}>
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
  const figures = Object.entries(words.rows) as [keyof typeof words.rows, string][];
  return (
    <div className="bench-outcome" role="status">
      <p>{words.done(count(sentAgain.frames), sentAgain.connections)}</p>
      {sentAgain.notes.length > 0 && (
        <ul className="bench-notes" aria-label={words.notes}>
          {sentAgain.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
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
