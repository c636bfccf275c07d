/** Everything a workspace remembers, one part a table. Writes are synchronous and in transactions. */
import { leaveWal, openDatabase } from './database.ts';
import { calibrationsIn } from './calibrations.ts';
import type { PrecisionCheck } from '#contract/precision-check';
import type { SlotMeasure } from '#contract/slots';
import { machineMeasuresIn } from './machine-measures.ts';
import { checkpointsIn } from './checkpoints.ts';
import { designsIn } from './designs.ts';
import { editsIn } from './edits.ts';
import { estimatesIn } from './estimates.ts';
import { evaluationsIn } from './evaluations.ts';
import { eventsIn } from './events.ts';
import { experimentsIn } from './experiments.ts';
import { groupVersionsIn } from './group-versions.ts';
import { groupsIn } from './groups.ts';
import { logIn } from './log.ts';
import { measurementsIn } from './measurements.ts';
import { notesIn } from './notes.ts';
import { remarksIn } from './remarks.ts';
import { overlapsIn } from './overlaps.ts';
import { reportsIn } from './reports.ts';
import { runRowsIn } from './run-rows.ts';
import { runsIn } from './runs.ts';
import { samplesIn } from './samples.ts';
import { settingsIn } from './settings.ts';
import { shardsIn } from './shards.ts';
import { sharedStartsIn } from './shared-starts.ts';
import { stepMetricsIn } from './step-metrics.ts';
import { stretchesIn } from './stretches.ts';
import { textsIn } from './texts.ts';
import { unreadableIn } from './unreadable.ts';
import { timingsIn } from './timings.ts';
import { transcriptsIn } from './transcripts.ts';
import { trashIn } from './trash.ts';
import { trialsIn } from './trials.ts';
import { viewsIn } from './views.ts';

export type Store = ReturnType<typeof openStore>;

/**
 * @param isEngineAlive whether an engine works on this workspace, this one or another
 * @throws Refusal as `openDatabase` does
 */
export function openStore(file: string, access: 'write' | 'read' = 'write', isEngineAlive = (): boolean => true) {
  const db = openDatabase(file, access);
  return {
    texts: textsIn(db),
    groups: groupsIn(db),
    groupVersions: groupVersionsIn(db),
    overlaps: overlapsIn(db),
    shards: shardsIn(db),
    experiments: experimentsIn(db),
    runs: runsIn(db, isEngineAlive),
    runRows: runRowsIn(db, isEngineAlive),
    events: eventsIn(db),
    samples: samplesIn(db),
    transcripts: transcriptsIn(db),
    notes: notesIn(db),
    stepMetrics: stepMetricsIn(db),
    evaluations: evaluationsIn(db),
    stretches: stretchesIn(db),
    checkpoints: checkpointsIn(db),
    sharedStarts: sharedStartsIn(db),
    trials: trialsIn(db),
    measurements: measurementsIn(db),
    remarks: remarksIn(db),
    views: viewsIn(db),
    reports: reportsIn(db),
    calibrations: calibrationsIn(db),
    slotMeasures: machineMeasuresIn<SlotMeasure>(db, 'slots'),
    precisionChecks: machineMeasuresIn<PrecisionCheck>(db, 'precision'),
    designs: designsIn(db),
    estimates: estimatesIn(db),
    timings: timingsIn(db),
    edits: editsIn(db),
    trash: trashIn(db),
    unreadable: unreadableIn(db),
    log: logIn(db),
    settings: settingsIn(db),
    /** Changes when another process has written. */
    othersVersion: (): number => db.pragma('data_version', { simple: true }) as number,
    /** All of `work` or nothing of it. It must not await. */
    transaction: <T>(work: () => T): T => db.transaction(work)(),
    /** Copies the store page by page, while it goes on being used. */
    copyTo: async (copy: string): Promise<void> => {
      await db.backup(copy);
      leaveWal(copy);
    },
    close: () => {
      if (access === 'write') db.pragma('optimize');
      db.close();
    },
  };
}
