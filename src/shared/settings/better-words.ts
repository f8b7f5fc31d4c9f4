const roughEngines: ReadonlySet<string> = new Set(['pocketsphinx']);

/** Whether an engine gets so few words right that people should know of it: of a real meeting, one in six. */
export const hasRoughWords = (engine: string | null): boolean => engine !== null && roughEngines.has(engine);

/** The Whisper model to begin with: good words on any machine. */
export const firstModel = 'base';
