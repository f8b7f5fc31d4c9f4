/** What to give instead of a file that holds no events. */
export const filesThatAreRead =
  'Give events as JSONL, JSON or CSV: an export of ours, a trace (t_ms, dir, conn, raw), events for the monitor (t_ms, event_type, data), or a capture: HAR, what Charles or Wireshark (tshark) wrote as JSON, or what wscat, websocat, a console or "pm2 logs" showed.';
