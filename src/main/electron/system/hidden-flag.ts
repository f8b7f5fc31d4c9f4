/** What the app is started with at login, so that no window comes up. */
export const hiddenFlag = '--hidden';
