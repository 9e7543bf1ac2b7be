/**
 * Stages of a run, each told when it is over: what agrees is dropped, rows are taken in, SQL decides, findings are gathered, rows are
 * counted, the run is written.
 */
export type RunStage = 'prefilter' | 'intake' | 'sql' | 'gather' | 'count' | 'write'
