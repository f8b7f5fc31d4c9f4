/**
 * The code of a connection, or of a try to connect, that ended because we wanted it to. It did not break, so nobody
 * counts it among the endings.
 */
export const ownEnd = 'stopped';
