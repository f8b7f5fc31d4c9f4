/** Whether the bar is dark. GNOME's is, whatever the theme; the others follow it. */
export function isDarkBar(system: {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
  isDarkTheme: boolean;
}): boolean {
  const desktop = system.environment.XDG_CURRENT_DESKTOP ?? '';
  return system.isDarkTheme || (system.platform === 'linux' && /\b(GNOME|Unity)\b/i.test(desktop));
}
