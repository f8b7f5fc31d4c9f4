import { useMutation, useMutationState, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { CommandInput, CommandOutput } from '../../shared/contract/contract.ts';
import type { Settings, SettingsPatch } from '../../shared/settings/settings.ts';
import { answerKey, useAnswer, useCall } from '../connection/bridge-hooks.ts';
import { withPatch } from './with-patch.ts';

type Changed<Whole, Patch> = {
  /** `undefined` until it is known. */
  now: Whole | undefined;
  update: UseMutationResult<Whole, Error, Patch>;
};

/**
 * The settings as they were chosen here: a choice is shown at once, by every control of the page, and goes back when it is
 * refused, which `update` tells.
 */
export function useSettings(): Changed<Settings, SettingsPatch> {
  const call = useCall();
  const known = useAnswer('settings.get', {}).data;
  return useChanged(known, {
    key: answerKey('settings.get', {}),
    change: (patch: SettingsPatch) => call('settings.update', patch),
  });
}

type Desktop = CommandOutput<'desktop.get'>;
type DesktopPatch = CommandInput<'desktop.update'>;

/** The same of what this desktop is asked to do. */
export function useDesktop(): Changed<Desktop, DesktopPatch> {
  const call = useCall();
  const known = useAnswer('desktop.get', {}).data;
  return useChanged(known, {
    key: answerKey('desktop.get', {}),
    change: (patch: DesktopPatch) => call('desktop.update', patch),
  });
}

function useChanged<Whole extends object, Patch extends object>(
  known: Whole | undefined,
  { key, change }: { key: readonly unknown[]; change: (patch: Patch) => Promise<Whole> },
): Changed<Whole, Patch> {
  const cache = useQueryClient();
  const mutationKey = ['change', ...key];
  const update = useMutation({
    mutationKey,
    mutationFn: change,
    // On its way until what is true is known: what was read or told before has no say meanwhile.
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  });
  const onTheirWay = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: ({ state }) => state.variables as Patch,
  });
  return { now: known && onTheirWay.reduce<Whole>(withPatch, known), update };
}
