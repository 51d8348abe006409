/** Tables that no role of the API touches, and why not. */
export const NO_API: Readonly<Record<string, string>> = {
  stream_cursors: 'how far worker-notify has come; the API keeps its place in memory',
};
