/** What a backend's REST side has stored of meetings: `GET /get-meeting/{meetingId}`. It outlives restarts. */
export type StoredMeetings = {
  add(meetingId: string, text: string, atMs: number): void;
  /** In a real backend's shape; `null` when nothing is stored of that meeting. */
  read(meetingId: string): object | null;
};

export function createStoredMeetings(): StoredMeetings {
  const rows = new Map<string, { id: string; text: string; timestamp: string }[]>();
  return {
    add(meetingId, text, atMs) {
      const known = rows.get(meetingId) ?? [];
      rows.set(meetingId, known);
      known.push({
        id: `transcript-${meetingId}-${known.length + 1}`,
        text,
        timestamp: pythonTime(atMs),
      });
    },
    read(meetingId) {
      const transcripts = rows.get(meetingId);
      if (transcripts === undefined) return null;
      const createdAt = transcripts[0]?.timestamp;
      return {
        id: meetingId,
        title: `Meeting ${meetingId}`,
        created_at: createdAt,
        updated_at: createdAt,
        transcripts,
      };
    },
  };
}

/** Microseconds and no zone, the way Python writes a time. */
export function pythonTime(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '000');
}
