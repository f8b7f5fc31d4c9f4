/** A page's wish to use something of the machine. */
export type Wish = {
  permission: string;
  isCapturePage: boolean;
  isMainFrame: boolean;
  /** Of a `media` wish. */
  mediaTypes: readonly string[];
};

/** Only the capture page gets anything: the microphone, and what the machine plays. No page gets a camera. */
export function mayUse({ permission, isCapturePage, isMainFrame, mediaTypes }: Wish): boolean {
  if (!isCapturePage || !isMainFrame) return false;
  if (permission === 'media') return !mediaTypes.includes('video');
  return permission === 'display-capture' || permission === 'speaker-selection';
}
