import { useState, type ReactNode } from 'react';
import type { BridgeClient } from '../../../shared/contract/connect-bridge.ts';
import { useCall } from '../../connection/bridge-hooks.ts';
import { bundleFiles, sendBundle } from '../../opened/send-bundle.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { oneOf, type ChosenFiles } from '../../parts/files/chosen-files.ts';
import { FileChooser } from '../../parts/files/file-chooser.tsx';
import { text } from '../../text.ts';
import { SessionSelect, type SessionChoice } from './session-field.tsx';

const words = text.bench.replay;

/** A session of a bundle that is opened for it. */
export type BundledSession = { bundle: string; sessionId: string };

type Opened = { id: string; name: string; sessions: readonly SessionChoice[] };
// A bundle's events are read for some seconds after it is opened.
const lookAgainMs = 250;

type Opening = { name: string; sentBytes: number; bytes: number };

/** Opens a bundle, chosen or dropped, and lets one of its sessions be chosen. */
export function BundleField(props: {
  value: BundledSession | null;
  onChange: (chosen: BundledSession | null) => void;
}): ReactNode {
  const { value, onChange } = props;
  const call = useCall();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [opening, setOpening] = useState<Opening | null>(null);
  const [problem, setProblem] = useState<unknown>(null);

  async function open(chosen: ChosenFiles): Promise<void> {
    setProblem(null);
    try {
      const file = oneOf(chosen);
      const { name, size: bytes } = file;
      setOpening({ name, sentBytes: 0, bytes });
      const upload = await sendBundle(call, file, (sentBytes) => setOpening({ name, sentBytes, bytes }));
      const { id } = await call('bundle.open', { upload });
      await untilRead(call, id);
      const { value: answer } = await call('bundle.ask', { id, name: 'events.choices', input: {} });
      const { sessions } = answer as { sessions: readonly SessionChoice[] };
      setOpened({ id, name, sessions });
      const [only] = sessions.length === 1 ? sessions : [];
      onChange(only === undefined ? null : { bundle: id, sessionId: only.sessionId });
    } catch (error) {
      setProblem(error);
    } finally {
      setOpening(null);
    }
  }

  return (
    <div className="bench-bundle">
      <FileChooser
        label={opening === null ? words.openBundle : words.opening}
        accept={bundleFiles}
        isBusy={opening !== null}
        onChoose={(chosen) => void open(chosen)}
      >
        {opening !== null && (
          <progress
            aria-label={words.sending(opening.name)}
            max={Math.max(opening.bytes, 1)}
            value={opening.sentBytes}
          />
        )}
        {opened !== null && (
          <SessionSelect
            label={words.sessionOf(opened.name)}
            sessions={opened.sessions}
            value={value?.bundle === opened.id ? value.sessionId : ''}
            onChange={(sessionId) => onChange(sessionId === '' ? null : { bundle: opened.id, sessionId })}
          />
        )}
      </FileChooser>
      <CommandError error={problem} />
    </div>
  );
}

async function untilRead(call: BridgeClient['call'], id: string): Promise<void> {
  while ((await call('bundle.opened', { id })).events.isReading)
    await new Promise((resolve) => {
      setTimeout(resolve, lookAgainMs);
    });
}
