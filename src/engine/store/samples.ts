import type { Database } from 'better-sqlite3';
import type { MachineSample, RunId } from '#contract/api';

/** More samples of one run than this are thinned to every second one, so that a week of training stays small. */
const mostSamples = 2000;

/** The computer, every few seconds of a run. */
export function samplesIn(db: Database) {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO machine_sample
       (run, at, step, learning_steps, tokens_per_second, cpu, memory, trainer_memory, free_disk, gpu, gpu_memory)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const list = db.prepare<[string], MachineSample>(
    `SELECT at, step, learning_steps AS learningSteps, tokens_per_second AS tokensPerSecond, cpu, memory,
       trainer_memory AS trainerMemory, free_disk AS freeDisk, gpu, gpu_memory AS gpuMemory
     FROM machine_sample WHERE run = ? ORDER BY at`,
  );
  const count = db.prepare<[string], number>('SELECT count(*) FROM machine_sample WHERE run = ?').pluck();
  const thin = db.prepare(
    `DELETE FROM machine_sample WHERE run = @run AND at IN (
       SELECT at FROM (SELECT at, row_number() OVER (ORDER BY at) AS place FROM machine_sample WHERE run = @run)
       WHERE place % 2 = 0)`,
  );
  const cut = db.prepare('DELETE FROM machine_sample WHERE run = ? AND step > ?');
  return {
    add: (run: RunId, s: MachineSample): void => {
      insert.run(
        run,
        s.at,
        s.step,
        s.learningSteps,
        s.tokensPerSecond,
        s.cpu,
        Math.round(s.memory),
        s.trainerMemory,
        Math.round(s.freeDisk),
        s.gpu,
        s.gpuMemory,
      );
      if (count.get(run)! > mostSamples) thin.run({ run });
    },
    of: (run: RunId): readonly MachineSample[] => list.all(run),
    /** Forgets samples of steps that will be taken again. */
    cut: (run: RunId, step: number): void => void cut.run(run, step),
  };
}
