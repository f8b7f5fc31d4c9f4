import { useState, type ReactNode } from 'react';
import type { Network } from '../../shared/health/network.ts';
import { isRunning } from '../../shared/session/running.ts';
import type { Sending } from '../../shared/session/sending.ts';
import { hrefOf } from '../app/route.ts';
import { ChartList, seriesOf } from '../charts/chart-list.tsx';
import { useSamples } from '../charts/use-samples.ts';
import { useStatus } from '../connection/bridge-hooks.ts';
import { useRefreshedAnswer } from '../connection/use-refreshed-answer.ts';
import { bytes, count, dateTimeSeconds, shortTime } from '../format.ts';
import { useNow } from '../opened/opened-context.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { EventLink } from '../parts/event-link.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { SelectField } from '../parts/fields/select-field.tsx';
import { SendingState } from '../sending/sending-state.tsx';
import { useSendings } from '../sending/use-sendings.ts';
import { text } from '../text.ts';
import { EndingsOverTime } from './endings-over-time.tsx';
import { FigureTable } from './figure-table.tsx';
import './network.css';

const hourMs = 3_600_000;

/** What goes to targets and comes from them, and what else this machine's network carries. */
export function NetworkPage(): ReactNode {
  const now = useNow();
  const [windowMs, setWindowMs] = useState(hourMs);
  const [sinceMs, setSinceMs] = useState(() => now() - hourMs);
  const { data: network, error } = useRefreshedAnswer('network.get', { sinceMs });
  return (
    <div className="network-page">
      <Panel title={text.network.now}>
        <CommandError error={error} />
        <Now />
      </Panel>
      <Charts
        windowMs={windowMs}
        tools={
          <SelectField
            label={text.memory.window}
            value={String(windowMs)}
            options={[
              { value: String(hourMs), label: text.memory.windows.hour },
              { value: String(24 * hourMs), label: text.memory.windows.day },
            ]}
            onChange={(value) => {
              setWindowMs(Number(value));
              setSinceMs(now() - Number(value));
            }}
          />
        }
      />
      {network !== undefined && <Tables network={network} fromMs={sinceMs} untilMs={sinceMs + windowMs} />}
    </div>
  );
}

function Now(): ReactNode {
  const status = useStatus(({ session, bytes: moved, chunks, queuedSec }) => ({
    session,
    moved,
    chunks,
    queuedSec,
  }));
  const sendings = useSendings();
  if (status === undefined || status.session?.mode !== 'stream' || !isRunning(status))
    return sendings.length === 0 ? <Empty>{text.network.nothingNow}</Empty> : <SentNow sendings={sendings} />;
  const { moved, chunks } = status;
  return (
    <p className="network-now">
      {text.network.sentence({
        out: bytes(moved.out),
        came: bytes(moved.in),
        saving: savingOf(moved),
        retried: count(chunks.retried),
        pending: count(chunks.pending),
      })}
    </p>
  );
}

/** Kept sessions on their way, each with a link to it. */
function SentNow({ sendings }: { sendings: readonly Sending[] }): ReactNode {
  return (
    <ul className="network-sent">
      {sendings.map((sending) => (
        <li key={sending.sessionId}>
          <a href={hrefOf({ page: 'sessions', sessionId: sending.sessionId })} dir="auto">
            {sending.title}
          </a>
          <SendingState sending={sending} />
        </li>
      ))}
    </ul>
  );
}

/** `61 %`: what was not sent of what a plain client would have sent. */
function savingOf({ out, plainOut }: { out: number; plainOut: number }): string {
  return plainOut === 0 ? '–' : `${Math.max(0, Math.round((1 - out / plainOut) * 100))} %`;
}

const prefixes = ['net.', 'link.', 'if.'] as const;
const perSecond = (value: number): string => `${bytes(value)}/s`;

function Charts({ windowMs, tools }: { windowMs: number; tools: ReactNode }): ReactNode {
  const { columns, error } = useSamples(prefixes, windowMs);
  const interfaces = Object.fromEntries(
    Object.keys(columns.series).flatMap((name) => {
      const [, device, direction] = /^if\.(.+)\.(in|out)BytesPerSec$/.exec(name) ?? [];
      if (device === undefined) return [];
      return [[name, direction === 'in' ? text.network.deviceIn(device) : text.network.deviceOut(device)]];
    }),
  );
  const { charts, lines } = text.network;
  return (
    <ChartList
      title={charts.title}
      tools={tools}
      nothing={charts.nothing}
      atMs={columns.atMs}
      error={error}
      charts={[
        { title: charts.wire, series: seriesOf(columns, lines.wire), format: perSecond },
        { title: charts.roundTrip, series: seriesOf(columns, lines.roundTrip), format: shortTime },
        { title: charts.waiting, series: seriesOf(columns, lines.waiting), format: bytes },
        { title: charts.devices, series: seriesOf(columns, interfaces), format: perSecond },
      ]}
    />
  );
}

function Tables(props: { network: Network; fromMs: number; untilMs: number }): ReactNode {
  const { network, fromMs } = props;
  const { byType, sessions, targets, endings } = network;
  const { tables } = text.network;
  // It is looked at for longer than its window: what ended last is never behind its end.
  const untilMs = Math.max(props.untilMs, ...endings.map(({ atMs }) => atMs));
  const moved = (one: Network['sessions'][number] | Network['targets'][number]): string[] => [
    bytes(one.bytes.out),
    bytes(one.bytes.in),
    bytes(one.bytes.plainOut),
    savingOf(one.bytes),
    count(one.chunks.retried),
    count(one.chunks.unconfirmed),
  ];
  return (
    <>
      <FigureTable
        title={tables.endings}
        columns={tables.endingColumns}
        above={<EndingsOverTime endings={endings} fromMs={fromMs} untilMs={untilMs} />}
        rows={endings.map(({ seq, atMs, target, sentence }) => ({
          key: String(seq),
          cells: [<EventLink key="event" seq={seq} />, dateTimeSeconds(atMs), target, sentence],
        }))}
        nothing={tables.noEndings}
      />
      <FigureTable
        title={tables.byType}
        columns={tables.typeColumns}
        rows={byType.map(({ type, direction, frames, bytes: size }) => ({
          key: `${type} ${direction}`,
          cells: [type, text.events.directions[direction], count(frames), bytes(size)],
        }))}
        nothing={tables.noFrames}
      />
      <FigureTable
        title={tables.targets}
        columns={tables.targetColumns}
        rows={targets.map((one) => ({
          key: one.target,
          cells: [one.target, count(one.sessions), ...moved(one)],
        }))}
        nothing={tables.noSessions}
      />
      <FigureTable
        title={tables.sessions}
        columns={tables.sessionColumns}
        rows={sessions.map((one) => ({
          key: one.sessionId,
          cells: [one.title, one.target, ...moved(one)],
        }))}
        nothing={tables.noSessions}
      />
    </>
  );
}
