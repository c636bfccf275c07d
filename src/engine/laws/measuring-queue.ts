/** Which measurement goes when: in the order in which they were asked for, before runs that wait for a slot. */
import { describe, Loss, Refusal } from '#base/refusal';
import type { LawMeasurement, MeasurementId } from '#contract/api';
import { Diverged, type RunControl } from '../running/control.ts';
import { meansDiskFull } from '../running/perform-run.ts';
import type { Slots } from '../running/slots.ts';
import type { Store } from '../store/index.ts';
import type { StoredMeasurement } from '../store/measurements.ts';

export interface MeasuringQueueSetting {
  readonly store: Store;
  readonly slots: Slots;
  /** @returns whether it is finished; false when it rests */
  readonly perform: (measurement: StoredMeasurement, control: RunControl) => Promise<boolean>;
  readonly onMove: (id: MeasurementId) => void;
  readonly log: (level: 'warn' | 'error', message: string) => void;
  /** False for an engine that looks after other things. */
  readonly startsRuns?: boolean;
}

export interface MeasuringQueue {
  /** Queues what rests and starts it when a slot is free. Resolves when it rests again. */
  readonly measure: (id: MeasurementId) => Promise<void>;
  /** Resolves when it rests. */
  readonly stop: (id: MeasurementId) => Promise<void>;
  readonly go: () => void;
  readonly close: () => Promise<void>;
}

export function openMeasuringQueue(setting: MeasuringQueueSetting): MeasuringQueue {
  const { store, slots } = setting;
  const measuring = new Map<MeasurementId, { readonly control: RunControl; readonly ended: Promise<void> }>();
  /** Asked for since this engine was opened. */
  const wanted = new Set<MeasurementId>();
  const hearers = new Map<MeasurementId, (() => void)[]>();
  let isClosing = false;

  const startable = (): readonly MeasurementId[] =>
    isClosing
      ? []
      : store.measurements
          .inState('queued')
          .filter((id) => !measuring.has(id) && ((setting.startsRuns ?? true) || wanted.has(id)));

  const go = (): void => {
    for (const id of startable()) {
      const release = slots.take();
      if (!release) break;
      begin(id, release);
    }
  };

  const begin = (id: MeasurementId, release: () => void): void => {
    const control: RunControl = { wish: 'go' };
    store.measurements.setState(id, 'running');
    const ended = perform(id, control).finally(() => {
      measuring.delete(id);
      release();
      heard(id);
    });
    measuring.set(id, { control, ended });
    setting.onMove(id);
  };

  /** Once more after a lost trainer, when something was stored in between. */
  const perform = async (id: MeasurementId, control: RunControl): Promise<void> => {
    for (let lostAt = ''; ;) {
      try {
        if (!(await setting.perform(store.measurements.get(id)!, control))) put(id, isClosing ? 'queued' : 'stopped');
        else setting.onMove(id);
        return;
      } catch (error) {
        const reached = progressOf(id);
        if (!(error instanceof Loss) || reached === lostAt || control.wish !== 'go') {
          fail(id, error);
          return;
        }
        lostAt = reached;
        setting.log('warn', `${error.message} The measurement is taken up again.`);
      }
    }
  };

  const progressOf = (id: MeasurementId): string => {
    const { parent, losses } = store.measurements.get(id)!;
    return `${parent ? 'parent' : 'start'} ${losses.filter((row) => row !== null).length}`;
  };

  const fail = (id: MeasurementId, error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    const isExpected = error instanceof Loss || error instanceof Diverged || meansDiskFull(error);
    if (!isExpected && !(error instanceof Refusal))
      setting.log('error', error instanceof Error ? (error.stack ?? text) : text);
    put(id, 'failed', error instanceof Refusal ? describe(error) : text);
  };

  const put = (id: MeasurementId, state: LawMeasurement['state'], problem: string | null = null): void => {
    if (!store.measurements.get(id)) return; // it was removed with its run
    const endedAt = state === 'queued' ? null : new Date().toISOString();
    store.measurements.setState(id, state, problem, endedAt);
    setting.onMove(id);
  };

  const heard = (id: MeasurementId): void => {
    hearers.get(id)?.forEach((hear) => hear());
    hearers.delete(id);
  };

  slots.addClaimant({ waits: () => startable().length > 0, go });
  return {
    go,
    measure: (id) => {
      if (store.measurements.get(id)!.state === 'finished') return Promise.resolve();
      wanted.add(id);
      if (!measuring.has(id)) put(id, 'queued');
      return new Promise((resolve) => {
        hearers.set(id, [...(hearers.get(id) ?? []), resolve]);
        go();
      });
    },
    stop: async (id) => {
      const running = measuring.get(id);
      if (running) {
        running.control.wish = 'stop';
        await running.ended;
      } else if (store.measurements.get(id)?.state === 'queued') {
        put(id, 'stopped');
        heard(id);
      }
    },
    close: async () => {
      isClosing = true;
      for (const { control } of measuring.values()) control.wish = 'pause';
      await Promise.all([...measuring.values()].map(({ ended }) => ended));
      for (const id of hearers.keys()) heard(id);
    },
  };
}
