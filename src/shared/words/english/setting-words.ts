/** Why a value of a setting is refused. Limits are shown in the setting's unit. */
export const settingWords = {
  'setting.at-most': ({ limit }: { limit: number }) => `At most ${limit}.`,
  'setting.at-least': ({ limit }: { limit: number }) => `At least ${limit}.`,
  'setting.more-than': ({ limit }: { limit: number }) => `More than ${limit}.`,
  'setting.empty': "This can't be empty.",
  'setting.whole': 'A whole number.',
  'setting.one-of': ({ known }: { known: string }) => `One of ${known}.`,
} as const;
