/** Levels of nesting that are read. The reference gives up at about a thousand. */
export const deepestLevel = 500;
