import type { ReactNode } from 'react';
import type { TapStatus } from '../../../shared/tap/tap.ts';
import { hrefOf } from '../../app/route.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { bytes, count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { StateIcon } from '../../parts/state-icon.tsx';
import { text } from '../../text.ts';
import { FaultSwitches } from './fault-switches.tsx';
import { LiveMessages } from './live-messages.tsx';

const words = text.bench.tap;

/** A tap: where clients find it, what went through, who was refused, and what goes wrong on the way. */
export function RunningTap({ tap }: { tap: TapStatus }): ReactNode {
  const { port, target, sessionId, addresses, problem, frames } = tap;
  const stop = useCommand('tap.stop');
  return (
    <Panel
      title={words.running(port, target)}
      className="bench-tap"
      tools={
        <button
          type="button"
          aria-label={words.stopOf(port)}
          aria-disabled={stop.isPending}
          onClick={() => stop.mutate({ port })}
        >
          {words.stop}
        </button>
      }
    >
      <div className="bench-form">
        <p className="bench-addresses">
          {words.address}{' '}
          {addresses.map((address) => (
            <span key={address}>
              <code>{address}</code> <CopyText text={address} />
            </span>
          ))}
        </p>
        <p>{words.counts(tap.open, tap.connections, tap.refused)}</p>
        <p>{words.moved(count(frames.out), bytes(tap.bytes.out), count(frames.in), bytes(tap.bytes.in))}</p>
        {tap.unrecorded > 0 && (
          <p className="bench-refusal" role="status">
            <StateIcon level="warning" />
            <span>{words.unrecorded(count(tap.unrecorded))}</span>
          </p>
        )}
        {problem !== null && (
          <p className="command-error" role="alert">
            <StateIcon level="bad" />
            <span>{problem}</span>
          </p>
        )}
        <Refusal tap={tap} />
        <p className="button-row">
          <a href={hrefOf({ page: 'events', event: null, filter: { sessionId } })}>{words.events}</a>
          <a href={hrefOf({ page: 'findings', sessionId })}>{words.findings}</a>
        </p>
        <CommandError error={stop.error} />
        <FaultSwitches port={port} faults={tap.faults} />
      </div>
      <LiveMessages port={port} sessionId={sessionId} />
    </Panel>
  );
}

function Refusal({ tap }: { tap: TapStatus }): ReactNode {
  const { port, lastRefusal, refusedOrigin, allowedOrigins } = tap;
  const allow = useCommand('tap.allow');
  return (
    <>
      {lastRefusal !== null && (
        <div className="bench-refusal" role="status">
          <StateIcon level="warning" />
          <span>{lastRefusal}</span>
          {refusedOrigin !== null && (
            <button
              type="button"
              aria-label={words.allowOf(refusedOrigin)}
              onClick={() => allow.mutate({ port, origin: refusedOrigin })}
            >
              {words.allow}
            </button>
          )}
        </div>
      )}
      {allowedOrigins.length > 0 && <p>{words.allowed(allowedOrigins.join(', '))}</p>}
      <CommandError error={allow.error} />
    </>
  );
}
