import { useState, type ReactNode } from 'react';
import type { ProcessReport } from '../../shared/settings/targets/processes.ts';
import type { ShownTarget } from '../../shared/settings/targets/targets.ts';
import { isLoopbackUrl } from '../../shared/settings/targets/resolve-target.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Empty } from '../parts/layout/empty.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';
import { VerificationPanel } from '../verification/verification-panel.tsx';
import { AddTarget } from './form/add-target.tsx';
import { EditTarget } from './form/edit-target.tsx';
import { FollowedLog } from './followed-log.tsx';
import { ProbeSteps } from './probe-steps.tsx';
import { ProcessView } from './process-view.tsx';
import { RemoveTarget } from './remove-target.tsx';
import { SimulatedFaults } from './simulated-faults.tsx';
import { TargetTools } from './target-tools.tsx';
import { DataTable } from '../parts/layout/data-table.tsx';
import './targets.css';

const words = text.targets;

/** The places where audio goes: which there are, whether they answer, and whether they keep what they promise. */
export function TargetsPage(): ReactNode {
  const answer = useAnswer('targets.list', {}, { staleTime: 0 });
  const probe = useCommand('targets.probe');
  const processes = useCommand('targets.processes');
  const [edited, setEdited] = useState<string | null>(null);
  const refresh = (): void => void answer.refetch();
  useTopic('settings', refresh);
  const { data } = answer;
  const editedTarget = data?.targets.find(({ name }) => name === edited);
  return (
    <div className="targets-page">
      <Panel title={words.region} tools={<TargetTools onChange={refresh} />}>
        <CommandError error={answer.error} />
        {data === undefined ? (
          answer.error === null && <Empty>{text.loading}</Empty>
        ) : (
          <DataTable label={words.table} columns={Object.values(words.columns)} className="targets-table">
            {data.targets.map((target) => (
              <TargetRow
                key={target.name}
                target={target}
                isUsed={target.name === data.current}
                onLook={() => processes.mutate({ target: target.name })}
                onEdit={() => setEdited(target.name)}
                onProbe={() => probe.mutate({ target: target.name })}
                onChange={refresh}
              />
            ))}
          </DataTable>
        )}
        <ProcessView isPending={processes.isPending} report={processes.data} error={processes.error} />
        <FollowedLog target={hasLog(processes.data) ? processes.data.target : null} />
        <ProbeSteps isPending={probe.isPending} report={probe.data} error={probe.error} />
        {editedTarget !== undefined && (
          <EditTarget
            key={editedTarget.name}
            target={editedTarget}
            onSaved={(name, isDone) => {
              setEdited(isDone ? null : name);
              refresh();
            }}
            onCancel={() => setEdited(null)}
          />
        )}
        <AddTarget onAdded={refresh} />
        <SimulatedFaults />
      </Panel>
      <VerificationPanel targets={data?.targets ?? []} current={data?.current ?? null} />
    </div>
  );
}

/** PM2 keeps the logs of what it runs. */
function hasLog(report: ProcessReport | undefined): report is ProcessReport {
  return report?.processes.some(({ from }) => from === 'pm2') === true;
}

function TargetRow(props: {
  target: ShownTarget;
  isUsed: boolean;
  onLook: () => void;
  onEdit: () => void;
  onProbe: () => void;
  onChange: () => void;
}): ReactNode {
  const { target, isUsed, onLook, onEdit, onProbe, onChange } = props;
  const { name, wsUrl, httpUrl, badge, asksFirst, credentials, notes } = target;
  const use = useCommand('targets.use');
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <tr>
      <th scope="row">
        {name}
        {isUsed && <span className="targets-used"> ({words.used})</span>}
        {notes !== undefined && notes !== '' && <p className="targets-notes">{notes}</p>}
      </th>
      <td>
        <span className="targets-badge" data-colour={badge}>
          {badge}
        </span>
      </td>
      <td className="targets-address">
        {wsUrl ?? words.builtIn}
        {typeof httpUrl === 'string' && <p>{httpUrl}</p>}
        {asksFirst && <p>{words.asksFirst}</p>}
      </td>
      <td>{credentials.join(', ')}</td>
      <td>
        <div className="button-row">
          <button type="button" aria-label={words.probeOf(name)} onClick={onProbe}>
            {words.probe}
          </button>
          {!isUsed && (
            <button
              type="button"
              aria-label={words.useOf(name)}
              onClick={() => use.mutate({ name }, { onSuccess: onChange, onError: setProblem })}
            >
              {words.use}
            </button>
          )}
          {wsUrl !== null && isLoopbackUrl(wsUrl) && (
            <button type="button" aria-label={words.lookAtOf(name)} onClick={onLook}>
              {words.lookAt}
            </button>
          )}
          {wsUrl !== null && (
            <button type="button" aria-label={words.editOf(name)} onClick={onEdit}>
              {words.edit}
            </button>
          )}
          {wsUrl !== null && <RemoveTarget name={name} onRemoved={onChange} />}
        </div>
        <CommandError error={problem} />
      </td>
    </tr>
  );
}
