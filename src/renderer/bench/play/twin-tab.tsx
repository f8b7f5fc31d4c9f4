import { useState, type ReactNode } from 'react';
import type { TwinReport } from '../../../shared/replay/replay.ts';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { NumberField } from '../../parts/fields/number-field.tsx';
import { SelectField } from '../../parts/fields/select-field.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { figureText, PairTable, type PairRow } from './pair-table.tsx';
import { PlayedSides, SessionLinks } from './played-sides.tsx';
import { SessionField } from './session-field.tsx';
import { usePlaying } from './use-playing.ts';
import { useBenchStart } from '../use-bench-start.ts';

const words = text.bench.twin;
const usualSec = 30;
const longestSec = 3_600;

type InputKind = keyof typeof words.inputs;

/** Sends the same audio to two targets, and lays side by side what comes back. */
export function TwinTab(): ReactNode {
  const [kind, setKind] = useState<InputKind>('session');
  const [sessionId, setSessionId] = useState('');
  const [seconds, setSeconds] = useState(usualSec);
  const [a, setA] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [b, setB] = useState<PickedTarget>({ name: null, address: '' });
  const playing = usePlaying();
  const isReady = playing.phase !== 'playing' && (kind !== 'session' || sessionId !== '');

  const { begin, problem } = useBenchStart('replay.twin', {
    canStart: isReady,
    request: () => ({
      a: requestedTarget(a),
      b: requestedTarget(b),
      ...(kind === 'session' ? { input: { sessionId } } : { input: [{ kind }], durationSec: seconds }),
    }),
  });

  return (
    <Panel title={words.region}>
      <form className="bench-form" aria-label={words.region} onSubmit={begin}>
        <p>{words.intro}</p>
        <div className="bench-fields">
          <SelectField
            label={words.input}
            value={kind}
            options={(Object.keys(words.inputs) as InputKind[]).map((value) => ({
              value,
              label: words.inputs[value],
            }))}
            onChange={(value) => setKind(value as InputKind)}
          />
          {kind === 'session' ? (
            <SessionField value={sessionId} onChange={setSessionId} />
          ) : (
            <NumberField
              label={words.seconds}
              value={seconds}
              min={1}
              max={longestSec}
              onChange={setSeconds}
            />
          )}
          <TargetPicker label={words.a} picked={a} onChange={setA} />
          <TargetPicker label={words.b} picked={b} onChange={setB} />
        </div>
        <div className="button-row">
          <button type="submit" aria-disabled={!isReady}>
            {words.start}
          </button>
        </div>
        <CommandError error={problem} />
      </form>
      <PlayedSides playing={playing} />
      {playing.phase === 'twinned' && <Outcome report={playing.report} />}
    </Panel>
  );
}

function Outcome({ report }: { report: TwinReport }): ReactNode {
  const { a, b, comparison } = report;
  const head = { a: `a: ${a.target ?? ''}`, b: `b: ${b.target ?? ''}` };
  return (
    <div className="bench-outcome" role="status">
      <p>{comparison.verdict}</p>
      <PairTable caption={words.table} head={{ what: '', ...head }} rows={figuresOf(comparison)} />
      <PairTable
        caption={words.words}
        head={{ what: words.at, ...head }}
        rows={comparison.lines.map((line) => ({
          what: `${line.atSec}\u00a0s`,
          a: line.a ?? '–',
          b: line.b ?? '–',
        }))}
      />
      {(['a', 'b'] as const).map((side) => (
        <p key={side} className="button-row">
          {head[side]} <SessionLinks sessionId={report[side].sessionId} />
        </p>
      ))}
    </div>
  );
}

function figuresOf(comparison: TwinReport['comparison']): PairRow[] {
  const { rows } = words;
  const pair = (what: string, { a, b }: { a: number | null; b: number | null }): PairRow => ({
    what,
    a: figureText(a),
    b: figureText(b),
  });
  const { latencyMs, byCause } = comparison;
  const causes = [
    ...new Set([...Object.keys(byCause.a), ...Object.keys(byCause.b)]),
  ] as (keyof typeof byCause.a)[];
  return [
    pair(rows.messages, comparison.messages),
    pair(rows.bytes, comparison.bytes),
    pair(rows.results, comparison.results),
    pair(rows.resultsPerTranscription, comparison.resultsPerTranscription),
    pair(rows.wordDifference, comparison.wordDifference),
    pair(rows.p50, { a: latencyMs.a.p50, b: latencyMs.b.p50 }),
    pair(rows.p95, { a: latencyMs.a.p95, b: latencyMs.b.p95 }),
    ...causes.map((cause) =>
      pair(words.repeats(cause), { a: byCause.a[cause] ?? 0, b: byCause.b[cause] ?? 0 }),
    ),
  ];
}
