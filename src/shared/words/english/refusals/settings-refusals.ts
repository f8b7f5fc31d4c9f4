/** Why settings and keys are not kept. */
export const settingsRefusals = {
  'setting.no-key': ({ variable }: { variable: string }) =>
    `${variable === '' ? 'This' : `What ${variable} holds`} is not a key: one has up to 16,000 letters, digits and signs, and no spaces.${variable === '' ? '' : ' Correct or unset the variable.'}`,
  'setting.keys-unusable': ({ path, why }: { path: string; why: string }) =>
    `The file of keys ${path} can't be used: ${why}.`,
  'settings.not-json': 'The file is not JSON.',
  'setting.not-kept': ({ why }: { why: string }) => `These settings can't be kept: ${why}`,
  'setting.file-unusable': ({ path, why }: { path: string; why: string }) =>
    `The settings file ${path} can't be used: ${why}. Check the folder's permissions and free space.`,
  'setting.store-locked': ({ name }: { name: string }) =>
    `The key "${name}" is stored, but the system's key store does not open it. Unlock the store (log in again), or enter the key again.`,
} as const;
