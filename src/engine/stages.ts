/** Stages of a run, each told when it is over: what agrees is dropped, rows are taken in, SQL decides, findings are gathered, rows are counted, the run is written. */
export const RUN_STAGES = ['prefilter', 'intake', 'sql', 'gather', 'count', 'write'] as const
export type RunStage = (typeof RUN_STAGES)[number]
