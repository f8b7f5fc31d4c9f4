import { useState, type ReactNode } from 'react';
import type { SessionReport } from '../../../shared/session/session.ts';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { Disclosure } from '../../parts/layout/disclosure.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { SendingState } from '../../sending/sending-state.tsx';
import { useSending } from '../../sending/use-sendings.ts';
import { text } from '../../text.ts';

const words = text.receipt;

/** Sends what the target has not got, or all of the session to another one. */
export function SendSession({ report }: { report: SessionReport }): ReactNode {
  const { sessionId } = report;
  const [picked, setPicked] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = useCommand('sessions.send');
  const sending = useSending(sessionId);

  function sendElsewhere(): void {
    setRefusal(null);
    try {
      send.mutate({ sessionId, target: requestedTarget(picked) });
    } catch (error) {
      send.reset();
      setRefusal(error);
    }
  }

  if (sending !== null)
    return (
      <div className="receipt-send">
        <SendingState sending={sending} />
      </div>
    );
  return (
    <div className="receipt-send">
      {report.undelivered > 0 && (
        <button type="button" aria-disabled={send.isPending} onClick={() => send.mutate({ sessionId })}>
          {words.sendMissing}
        </button>
      )}
      <Disclosure label={words.sendElsewhere}>
        <div className="record-target">
          <TargetPicker picked={picked} onChange={setPicked} />
          <button type="button" aria-disabled={send.isPending} onClick={sendElsewhere}>
            {words.sendAll}
          </button>
        </div>
      </Disclosure>
      {send.isPending && <p role="status">{words.sending}</p>}
      {send.isSuccess && <p role="status">{words.sent}</p>}
      <CommandError error={refusal ?? send.error} />
    </div>
  );
}
