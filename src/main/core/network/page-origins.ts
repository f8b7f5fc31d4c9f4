// Pages that this machine serves itself, and our own.
const ofThisMachine = /^app:\/\/[\w.-]{1,80}$|^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const extension =
  /^(chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;
const site = /^https?:\/\/[\w.[\]:-]{1,255}$/i;

/** Whether somebody may be let in by this name: one extension by its id, or one site. */
export function isOrigin(text: string): boolean {
  return ofThisMachine.test(text) || extension.test(text) || site.test(text);
}

/**
 * Whether a request may come from here. A page's browser says where the page is from, and a sandboxed page of any site
 * says `null`; a client that is no page says nothing. An extension is one id: any other could read meetings as well.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[] = []): boolean {
  if (origin === undefined || ofThisMachine.test(origin)) return true;
  return isOrigin(origin) && allowed.some((one) => one.toLowerCase() === origin.toLowerCase());
}
