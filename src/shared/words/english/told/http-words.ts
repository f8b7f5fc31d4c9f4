/** What the app's own server answers a request that it turns away. */
export const httpWords = {
  'http.nothing-here': 'Not found.',
  'http.not-logged-in': 'Not logged in.',
  'http.only-get': 'Only GET is allowed here.',
  'http.no-socket': 'There is no socket at this path.',
  'http.too-big': 'The request is too big.',
  'http.many-tokens': 'Too many wrong tokens. Open the address that the app printed last.',
  'http.wrong-token': 'The token is wrong or was used. Start the app again for another address.',
  'http.other-address': 'The app does not answer under this name. Open the address that it printed.',
  'http.no-origin': 'The request has no Origin header.',
  'http.other-site': 'Pages of other sites may not use the app.',
} as const;
