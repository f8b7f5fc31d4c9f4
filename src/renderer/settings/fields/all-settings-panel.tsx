import { useState, type ReactNode } from 'react';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { Empty } from '../../parts/layout/empty.tsx';
import { TextField } from '../../parts/fields/text-field.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { SettingsPart } from '../settings-part.tsx';
import { SettingControl } from './setting-control.tsx';
import { settingFields } from '../../../shared/settings/setting-fields.ts';
import { groupLabels, settingLabels } from './labels.ts';
import './setting-fields.css';

const words = text.settings.all;

/** Every setting that there is, made of its schema, with a search over names and what they do. */
export function AllSettingsPanel({ asked }: { asked: string | null }): ReactNode {
  const { data: settings, error } = useAnswer('settings.get', {});
  const [fields] = useState(settingFields);
  const [query, setQuery] = useState('');
  const found = fields.filter(({ path, group }) => {
    const { label, hint = '' } = settingLabels[path] ?? { label: '' };
    const all = `${label} ${hint} ${path} ${groupLabels[group] ?? ''}`.toLowerCase();
    return query
      .toLowerCase()
      .split(/\s+/)
      .every((word) => all.includes(word));
  });
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <Panel title={words.region} className="settings-panel all-settings">
      <div className="all-settings-search">
        <TextField
          label={words.search}
          placeholder={words.searchHint}
          type="search"
          maxLength={100}
          value={query}
          onChange={setQuery}
        />
      </div>
      <CommandError error={error} />
      {found.length === 0 && <Empty>{words.noneFound}</Empty>}
      {settings !== undefined &&
        groups.map((group) => (
          <section key={group} className="settings-group" aria-label={groupLabels[group] ?? group}>
            <h3>{groupLabels[group] ?? group}</h3>
            <div className="settings-fields">
              {found
                .filter((field) => field.group === group)
                .map((field) => (
                  <SettingsPart key={field.path} isAsked={field.path === asked}>
                    <SettingControl field={field} />
                  </SettingsPart>
                ))}
            </div>
          </section>
        ))}
    </Panel>
  );
}
